from django.urls import path

from upk.signin import session_views, views

app_name = "signin"
urlpatterns = [
    path("masuk/kode/", views.code, name="code"),
    path("kode-kedua/", views.second_factor_page, name="second-factor"),
    path("kode-kedua/pasang/", views.set_up, name="set-up"),
    path("kode-kedua/pasang/kode/", views.set_up_confirm, name="set-up-confirm"),
    path("kode-kedua/cadangan/", views.recovery_codes, name="recovery-codes"),
    path("kode-kedua/matikan/", views.turn_off, name="turn-off"),
    path("sesi/", session_views.session_list, name="session-list"),
    path("sesi/lain/akhiri/", session_views.sessions_end_others, name="sessions-end-others"),
    path("sesi/peramban-baru/", session_views.new_browser_seen, name="new-browser-seen"),
    path("sesi/<slug:reference>/akhiri/", session_views.session_end, name="session-end"),
    path("pengguna/<int:pk>/kode-kedua/", views.reset, name="reset"),
    path("pengguna/<int:pk>/sesi/", session_views.user_sessions, name="user-sessions"),
    path(
        "pengguna/<int:pk>/sesi/akhiri/",
        session_views.user_sessions_end,
        name="user-sessions-end",
    ),
    path(
        "pengguna/<int:pk>/sesi/<slug:reference>/akhiri/",
        session_views.user_session_end,
        name="user-session-end",
    ),
]
