"""Native Excel charts and the sheet that holds their figures."""
