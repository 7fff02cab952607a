package dev.thimble.importer.classical;

/** Matrices as arrays of rows. */
public final class Rows {
  private Rows() {}

  /** Columns as rows; at least one row, all of one length. */
  public static double[][] transposed(double[][] rows) {
    double[][] columns = new double[rows[0].length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        columns[j][i] = rows[i][j];
      }
    }
    return columns;
  }
}
