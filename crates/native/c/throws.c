/* What C++ calls to throw an exception. A component cannot throw: it ends here, and says which module wanted to. */

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* A library that has one of these functions itself keeps it. */
#define OPTIONAL __attribute__((weak))

/* The beginning of `std::type_info`. */
struct type {
    void *methods;
    const char *name;
};

static _Noreturn void end(const char *name) {
    fprintf(stderr,
            "error: the extension module `" MODULE "` throws the exception `%s` of C++, which ends a component\n", name);
    abort();
}

OPTIONAL void *__cxa_allocate_exception(size_t size) {
    void *room = malloc(size);
    return room ? room : (end("std::bad_alloc"), room);
}

OPTIONAL void __cxa_free_exception(void *exception) { free(exception); }

OPTIONAL _Noreturn void __cxa_throw(void *exception, const struct type *type, void (*destructor)(void *)) {
    (void)exception, (void)destructor;
    end(type->name);
}

OPTIONAL _Noreturn void __cxa_rethrow(void) { end("..."); }

/* Nothing gets as far as a handler. */
OPTIONAL void *__cxa_begin_catch(void *exception) { return exception; }
OPTIONAL void __cxa_end_catch(void) {}
OPTIONAL void *__cxa_get_exception_ptr(void *exception) { return exception; }
