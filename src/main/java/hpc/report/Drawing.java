package hpc.report;

/** Something that can be drawn on any canvas. */
interface Drawing {

  /** Units across. */
  double width();

  /** Units down. */
  double height();

  /** Draws it, from 0 to width and height. */
  void drawOn(Canvas canvas);
}
