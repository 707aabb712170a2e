from loans import loan_urls

app_name = "loans"
urlpatterns = [*loan_urls.urlpatterns]
