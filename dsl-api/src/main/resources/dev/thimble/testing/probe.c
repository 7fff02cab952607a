/* Never linked: the sizes of its symbols are what sizeof and the header say. */
#include "thimble_model.h"
THIMBLE_MODEL thimble_probe_struct;
#ifdef THIMBLE_RAM_BYTES
char thimble_probe_ram[THIMBLE_RAM_BYTES];
#endif
