from django.urls import path

from upk.cash import book_views, count_views, denomination_views, statement_views, views

app_name = "cash"
urlpatterns = [
    path("", book_views.account_list, name="account-list"),
    path("<int:pk>/", book_views.book, name="book"),
    path("<int:pk>/cetak/", book_views.book_paper, name="book-paper"),
    path("opname/", count_views.count_list, name="count-list"),
    path("opname/baru/", count_views.count_add, name="count-add"),
    path("opname/pecahan/", denomination_views.denomination_list, name="denomination-list"),
    path("opname/pecahan/baru/", denomination_views.denomination_add, name="denomination-add"),
    path("opname/<int:pk>/", count_views.count_detail, name="count-detail"),
    path("opname/<int:pk>/cetak/", count_views.count_paper, name="count-paper"),
    path("opname/<int:pk>/selisih/", count_views.count_settle, name="count-settle"),
    path("<int:pk>/rekening-koran/", statement_views.statement_add, name="statement-add"),
    path("rekening-koran/", statement_views.statement_list, name="statement-list"),
    path("rekening-koran/<int:pk>/", statement_views.statement_detail, name="statement-detail"),
    path("rekening-koran/<int:pk>/cocok/", statement_views.statement_match, name="statement-match"),
    path("rekening-koran/<int:pk>/tutup/", statement_views.statement_close, name="statement-close"),
    path(
        "rekening-koran/<int:pk>/tarik/",
        statement_views.statement_withdraw,
        name="statement-withdraw",
    ),
    path("mutasi/<int:pk>/", statement_views.line_detail, name="line-detail"),
    path("mutasi/<int:pk>/putuskan/", statement_views.line_decide, name="line-decide"),
    path("transaksi/", views.usual_list, name="usual-list"),
    path("transaksi/<slug:key>/", views.usual_add, name="usual-add"),
]
