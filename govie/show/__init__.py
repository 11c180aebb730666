"""Facts as pictures: spans and links over the text, in a page or a notebook, and charts; no assets from elsewhere."""

from govie.show.charts import Chart, chart
from govie.show.page import facts_to_html, to_html, to_page

__all__ = ["Chart", "chart", "facts_to_html", "to_html", "to_page"]
