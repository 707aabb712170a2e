app_name = "closing"
urlpatterns = []
