# The C libraries below CPython's extension modules, from the sources that cargo's -sys crates carry.
# The command line gives CC, AR and CFLAGS. The current folder holds a link to each crate, so that every path that the
# compiler sees is relative and the archives are the same wherever they are made.

all: libz.a libbz2.a liblzma.a libsqlite3.a headers
.PHONY: all headers

z.dir = libz-sys/src/zlib
z.flags = -DHAVE_UNISTD_H -D_LARGEFILE64_SOURCE=0
z.sources = $(addprefix $(z.dir)/,adler32.c compress.c crc32.c deflate.c infback.c inffast.c inflate.c inftrees.c \
	trees.c uncompr.c zutil.c)

bz2.dir = $(firstword $(wildcard bzip2-sys/bzip2-*))
bz2.flags = -Os -D_FILE_OFFSET_BITS=64
bz2.sources = $(addprefix $(bz2.dir)/,blocksort.c huffman.c crctable.c randtable.c compress.c decompress.c bzlib.c)

# -Os here, too: decoding bit by bit gains little from -O3.
# One thread, so without the *mt.c; without the generators of tables and the variants for small memory.
lzma.dir = liblzma-sys/xz/src
lzma.parts = common lzma lz check delta rangecoder simple
lzma.flags = -Os -std=c99 -DNDEBUG -DHAVE_CONFIG_H -Iliblzma-sys -I$(lzma.dir)/common -I$(lzma.dir)/liblzma/api \
	$(lzma.parts:%=-I$(lzma.dir)/liblzma/%)
lzma.sources = $(filter-out %_small.c %consts_gen.c %tablegen.c %mt.c,$(sort $(wildcard \
	$(lzma.parts:%=$(lzma.dir)/liblzma/%/*.c)))) $(lzma.dir)/common/tuklib_cpucores.c $(lzma.dir)/common/tuklib_physmem.c

# Temporary tables stay in memory, because a component may have no folder to put them in; `pragma temp_store` overrides.
# On WASI its default VFS locks with files beside the database. -Os makes half a megabyte less of it than -O3.
sqlite3.dir = libsqlite3-sys/sqlite3
sqlite3.flags = -Os -DSQLITE_CORE -DSQLITE_THREADSAFE=0 -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_ENABLE_FTS5 \
	-DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_TEMP_STORE=2 -DHAVE_LOCALTIME_R \
	-DLONGDOUBLE_TYPE=double -D_WASI_EMULATED_GETPID -D_WASI_EMULATED_MMAN -D_WASI_EMULATED_SIGNAL \
	-D_WASI_EMULATED_PROCESS_CLOCKS
sqlite3.sources = $(sqlite3.dir)/sqlite3.c

# $(call object,library,source): one rule a file, since the libraries have sources of the same name.
define object
$(1)/$(notdir $(2:.c=.o)): $(2)
	@mkdir -p $(1)
	$$(CC) $$(CFLAGS) $$($(1).flags) -c $$< -o $$@
endef

# $(call library,name): its objects in a folder of its own, then the archive, in the order of the sources.
define library
$(foreach source,$($(1).sources),$(eval $(call object,$(1),$(source))))
lib$(1).a: $(patsubst %.c,$(1)/%.o,$(notdir $($(1).sources)))
	rm -f $$@
	$$(AR) rcs $$@ $$^
endef
$(foreach name,sqlite3 lzma z bz2,$(eval $(call library,$(name))))

headers:
	mkdir -p include
	cp $(z.dir)/zlib.h $(z.dir)/zconf.h $(bz2.dir)/bzlib.h $(sqlite3.dir)/sqlite3.h include
	cp -R $(lzma.dir)/liblzma/api/lzma.h $(lzma.dir)/liblzma/api/lzma include
