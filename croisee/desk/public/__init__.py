"""What the public pages show: the edition as two threads, the home of each phase, figures, dates."""
