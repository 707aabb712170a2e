"""The limit that the LPP as PDF is compared with: WeasyPrint and a bare table of as many cells.

``python -m bench.plain_table ROWS COLUMNS > pdf``, a process of its own as the product's worker is.
"""

import gc
import sys

from upk.pdf_worker import FONTS

STYLE = f"""
@page {{ size: A4 landscape; margin: 1cm }}
@font-face {{ font-family: plain; src: url({(FONTS / "Inter-Regular.ttf").as_uri()}) }}
body {{ font: 6pt plain }}
table {{ table-layout: fixed; width: 100%; border-spacing: 0 }}
td {{ border: .25pt solid #777; text-align: right }}
"""


def main(rows: int, columns: int) -> None:
    """Write the table as PDF to standard output."""
    gc.disable()
    from weasyprint import HTML  # noqa: PLC0415 -- importing it is a part of what is measured

    gc.freeze()
    cells = "".join(f"<td>{1_000_000 + 7919 * n:,}</td>" for n in range(columns))
    html = f"<style>{STYLE}</style><table>{f'<tr>{cells}</tr>' * rows}</table>"
    HTML(string=html).write_pdf(sys.stdout.buffer)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
