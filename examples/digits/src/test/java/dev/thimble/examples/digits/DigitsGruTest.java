package dev.thimble.examples.digits;

import dev.thimble.TinyModelTest;

/** What is generated proves the bits; {@link DigitsGruHalfTest} counts right answers. */
@TinyModelTest(DigitsGru.class)
class DigitsGruTest {}
