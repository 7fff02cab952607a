package dev.thimble.examples.digits;

import dev.thimble.TinyModelTest;

/** What is generated proves the bits; {@link DigitsLstmHalfTest} counts right answers. */
@TinyModelTest(DigitsLstm.class)
class DigitsLstmTest {}
