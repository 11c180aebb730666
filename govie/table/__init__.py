"""Facts to rows and files: DataFrame, csv, xlsx, json lines, parquet, html."""

from govie.table.columns import HEADERS, row, rows, to_dataframe
from govie.table.files import check_target, write

__all__ = ["HEADERS", "check_target", "row", "rows", "to_dataframe", "write"]
