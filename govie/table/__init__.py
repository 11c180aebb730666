"""Facts to rows and files: DataFrame, csv, xlsx, json lines, parquet, html."""

from govie.table.columns import HEADERS, row, rows, to_dataframe
from govie.table.files import check, write

__all__ = ["HEADERS", "check", "row", "rows", "to_dataframe", "write"]
