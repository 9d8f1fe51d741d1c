"""What the map is drawn from."""

from django.urls import path

from besa.reports.views import tiles

urlpatterns = [
    path("tiles/reports/<int:z>/<int:x>/<int:y>.mvt", tiles.tile, name="tile"),
    path("places/boundaries.json", tiles.boundaries, name="boundaries"),
]
