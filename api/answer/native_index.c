/* Reads JSON bytes once into flat arrays of offsets, like api/answer/plain_index.py, which is the rule for what it does.

Plain C without any header of Python: ctypes loads it and lets other threads run meanwhile. It writes only into arrays
of its own and never reads past the end of the data, whatever stands there. It stops in front of what it does not
understand and leaves the explanation to the Python reader.
*/

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

#define VERSION 2
#define NONE 0xFFFFFFFFu
#define NAME_LENGTHS 64

enum { OBJECT = 1, ARRAY, STRING, NUMBER, BOOLEAN, NIL, EMPTY_OBJECT, EMPTY_ARRAY };
enum { MORE = 0, DONE = 1, STOPPED = 2, NO_MEMORY = 3 };
enum { ENTRY, AFTER };

/* One entry a node in reading order, then one a container that is not empty, then one a child. Python reads this
struct: native_index.py has the same members in the same order. */
typedef struct {
    uint32_t *starts, *keys, *tails, *parents;
    uint8_t *kinds;
    uint32_t *holders, *heads, *counts, *ends;
    uint32_t *kids;
    uint32_t *marked;
    uint32_t nodes, containers, marks;
    uint32_t room, container_room, mark_room;
    uint64_t at;
    uint32_t current;
    uint32_t phase;
} Index;

static int grow(void **array, uint32_t room, size_t width) {
    void *larger = realloc(*array, (size_t)room * width);
    if (larger == NULL) return 0;
    *array = larger;
    return 1;
}

static uint32_t larger(uint32_t room) {
    return room < 1024 ? 1024 : room > NONE / 2 ? NONE : room * 2;
}

static int node_room(Index *ix) {
    if (ix->nodes < ix->room) return 1;
    uint32_t room = larger(ix->room);
    if (ix->nodes >= NONE - 1 || !grow((void **)&ix->starts, room, 4) || !grow((void **)&ix->keys, room, 4) ||
        !grow((void **)&ix->tails, room, 4) || !grow((void **)&ix->parents, room, 4) ||
        !grow((void **)&ix->kinds, room, 1))
        return 0;
    ix->room = room;
    return 1;
}

static int container_room(Index *ix) {
    if (ix->containers < ix->container_room) return 1;
    uint32_t room = larger(ix->container_room);
    if (!grow((void **)&ix->holders, room, 4) || !grow((void **)&ix->heads, room, 4) ||
        !grow((void **)&ix->counts, room, 4) || !grow((void **)&ix->ends, room, 4))
        return 0;
    ix->container_room = room;
    return 1;
}

static int mark(Index *ix, uint32_t node) {
    if (ix->marks == ix->mark_room) {
        uint32_t room = larger(ix->mark_room);
        if (!grow((void **)&ix->marked, room, 4)) return 0;
        ix->mark_room = room;
    }
    ix->marked[ix->marks++] = node;
    return 1;
}

static int is_space(uint8_t c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
static int is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

static size_t skip_space(const uint8_t *d, size_t n, size_t at) {
    while (at < n && is_space(d[at])) at++;
    return at;
}

/* One past the closing quote of the string that begins at ``at``; 0 when it is cut. Eight bytes at a time. */
static size_t string_end(const uint8_t *d, size_t n, size_t at) {
    const uint64_t low = 0x0101010101010101u, high = 0x8080808080808080u;
    at++;
    for (;;) {
        while (at + 8 <= n) {
            uint64_t word, quote, slash;
            memcpy(&word, d + at, 8);
            quote = word ^ (low * '"');
            slash = word ^ (low * '\\');
            if ((((quote - low) & ~quote) | ((slash - low) & ~slash)) & high) break;
            at += 8;
        }
        while (at < n && d[at] != '"' && d[at] != '\\') at++;
        if (at >= n) return 0;
        if (d[at] == '"') return at + 1;
        at += 2;
        if (at > n) return 0;
    }
}

static size_t digits_end(const uint8_t *d, size_t n, size_t at) {
    while (at < n && is_digit(d[at])) at++;
    return at;
}

static int follows(const uint8_t *d, size_t n, size_t at, const char *word) {
    size_t length = strlen(word);
    return n - at >= length && memcmp(d + at, word, length) == 0;
}

/* One past the number at ``at``; 0 when there is none. NaN and Infinity count as numbers. */
static size_t number_end(const uint8_t *d, size_t n, size_t at) {
    size_t end;
    if (follows(d, n, at, "NaN")) return at + 3;
    if (d[at] == '-') at++;
    if (follows(d, n, at, "Infinity")) return at + 8;
    if (at >= n || !is_digit(d[at])) return 0;
    at = d[at] == '0' ? at + 1 : digits_end(d, n, at);
    if (at < n && d[at] == '.' && (end = digits_end(d, n, at + 1)) > at + 1) at = end;
    if (at < n && (d[at] == 'e' || d[at] == 'E')) {
        size_t digits = at + 1;
        if (digits < n && (d[digits] == '+' || d[digits] == '-')) digits++;
        if ((end = digits_end(d, n, digits)) > digits) at = end;
    }
    return at;
}

/* The names that mark what they hold: for each length the first of that length, and the letters with which they begin,
so that nearly every other name is told by its first letter. */
typedef struct {
    const char *first[NAME_LENGTHS];
    uint32_t letters[NAME_LENGTHS];
} Names;

/* ``names`` are lower-case words in the order of their lengths, each ended by a zero, the last by two. */
static void sort_names(Names *sorted, const char *names) {
    size_t length;
    memset(sorted, 0, sizeof *sorted);
    for (; *names; names += length + 1) {
        length = strlen(names);
        if (length >= NAME_LENGTHS) return;
        if (sorted->first[length] == NULL) sorted->first[length] = names;
        sorted->letters[length] |= 1u << (names[0] & 31);
    }
}

/* Whether the name that stands from ``key`` to ``end`` (with its quotes) is one of ``names`` whatever its case, or
is written with escapes and may be one. */
static int is_marked(const uint8_t *d, size_t key, size_t end, const Names *names) {
    size_t length = end - key - 2;
    const char *name;
    if (memchr(d + key + 1, '\\', length) != NULL) return 1;
    if (length >= NAME_LENGTHS || !(names->letters[length] >> (d[key + 1] & 31) & 1)) return 0;
    for (name = names->first[length]; strlen(name) == length; name += length + 1) {
        size_t same = 0;
        while (same < length) {
            uint8_t c = d[key + 1 + same];
            if (c >= 'A' && c <= 'Z') c |= 0x20;
            if (c != (uint8_t)name[same]) break;
            same++;
        }
        if (same == length) return 1;
    }
    return 0;
}

/* Reads one value with its name and leaves a container open. Returns 0 in front of what it does not understand. */
static int entry(Index *ix, const uint8_t *d, size_t n, const Names *names, int *memory) {
    size_t at = skip_space(d, n, (size_t)ix->at), key = 0, key_end = 0, end = 0;
    uint8_t kind, inside = ix->current == NONE ? 0 : ix->kinds[ix->current];
    uint32_t node = ix->nodes;
    if (inside == OBJECT) {
        if (at >= n || d[at] != '"' || !(key_end = string_end(d, n, at))) return 0;
        key = at;
        at = skip_space(d, n, key_end);
        if (at >= n || d[at] != ':') return 0;
        at = skip_space(d, n, at + 1);
    }
    if (at >= n) return 0;
    switch (d[at]) {
    case '"': kind = STRING; end = string_end(d, n, at); break;
    case '{': kind = OBJECT; end = at + 1; break;
    case '[': kind = ARRAY; end = at + 1; break;
    case 't': kind = BOOLEAN; end = follows(d, n, at, "true") ? at + 4 : 0; break;
    case 'f': kind = BOOLEAN; end = follows(d, n, at, "false") ? at + 5 : 0; break;
    case 'n': kind = NIL; end = follows(d, n, at, "null") ? at + 4 : 0; break;
    default: kind = NUMBER; end = number_end(d, n, at);
    }
    if (end == 0) return 0;
    if (inside == ARRAY && kind == STRING) { /* a name here is a mistake that the Python reader explains */
        size_t next = skip_space(d, n, end);
        if (next < n && d[next] == ':') return 0;
    }
    if (ix->current == NONE && kind == STRING) {
        size_t next = skip_space(d, n, end);
        if (next < n && d[next] == ':') return 0;
    }
    *memory = node_room(ix) && (kind > ARRAY || container_room(ix));
    if (!*memory) return 0;
    ix->starts[node] = (uint32_t)at;
    ix->keys[node] = (uint32_t)key;
    ix->parents[node] = ix->current;
    ix->kinds[node] = kind;
    ix->tails[node] = (uint32_t)end;
    if (ix->current != NONE) ix->counts[ix->tails[ix->current]]++;
    if ((kind == STRING || kind == NUMBER) && key && is_marked(d, key, key_end, names)) *memory = mark(ix, node);
    if (!*memory) return 0;
    ix->nodes++;
    if (kind <= ARRAY) {
        ix->tails[node] = ix->containers;
        ix->holders[ix->containers] = node;
        ix->counts[ix->containers++] = 0;
        ix->current = node;
    }
    ix->at = end;
    return 1;
}

static void close_current(Index *ix, size_t end) {
    uint32_t node = ix->current, held = ix->tails[node];
    if (ix->counts[held] == 0) { /* it is the last node, so its place among the containers is the last as well */
        ix->containers--;
        ix->kinds[node] = ix->kinds[node] == OBJECT ? EMPTY_OBJECT : EMPTY_ARRAY;
        ix->tails[node] = (uint32_t)end;
    } else {
        ix->ends[held] = (uint32_t)end;
    }
    ix->current = ix->parents[node];
}

/* Takes commas and closing brackets. Returns MORE for a next entry, DONE at the end, STOPPED at a mistake. */
static int after(Index *ix, const uint8_t *d, size_t n) {
    int fresh = ix->current != NONE && ix->current == ix->nodes - 1;
    while (ix->current != NONE) {
        size_t at = skip_space(d, n, (size_t)ix->at);
        uint8_t closer = ix->kinds[ix->current] == OBJECT ? '}' : ']';
        uint8_t mark = at < n ? d[at] : 0;
        if (mark == closer) {
            ix->at = at + 1;
            close_current(ix, at + 1);
            fresh = 0;
        } else if (mark == ',' && !fresh) {
            ix->at = at + 1;
            return MORE;
        } else if (fresh && mark != ',' && mark != '}' && mark != ']') {
            return MORE;
        } else {
            return STOPPED;
        }
    }
    return skip_space(d, n, (size_t)ix->at) == n ? DONE : STOPPED;
}

PUBLIC uint32_t index_version(void) { return VERSION; }

PUBLIC Index *index_new(uint64_t at) {
    Index *ix = calloc(1, sizeof(Index));
    if (ix != NULL) {
        ix->at = at;
        ix->current = NONE;
    }
    return ix;
}

PUBLIC void index_free(Index *ix) {
    if (ix == NULL) return;
    free(ix->starts), free(ix->keys), free(ix->tails), free(ix->parents), free(ix->kinds);
    free(ix->holders), free(ix->heads), free(ix->counts), free(ix->ends), free(ix->kids), free(ix->marked);
    free(ix);
}

/* Reads on for about ``budget`` bytes. ``names``, see sort_names, are shorter than NAME_LENGTHS. */
PUBLIC int index_read(Index *ix, const uint8_t *d, uint64_t n, uint64_t budget, const char *names) {
    uint64_t stop = ix->at + budget;
    int memory = 1;
    Names sorted;
    sort_names(&sorted, names);
    while (ix->at < stop) {
        if (ix->phase == ENTRY) {
            if (!entry(ix, d, (size_t)n, &sorted, &memory)) return memory ? STOPPED : NO_MEMORY;
            ix->phase = AFTER;
        }
        int state = after(ix, d, (size_t)n);
        if (state != MORE) return state;
        ix->phase = ENTRY;
    }
    return MORE;
}

/* Closes what is open at ``end``, gives back spare room and fills the lists of children. Returns 0 without memory. */
PUBLIC int index_finish(Index *ix, uint64_t end) {
    uint32_t node, held, filled = 0;
    while (ix->current != NONE) close_current(ix, (size_t)end);
    if (ix->nodes == 0) return 1;
    ix->room = ix->nodes;
    grow((void **)&ix->starts, ix->room, 4), grow((void **)&ix->keys, ix->room, 4);
    grow((void **)&ix->tails, ix->room, 4), grow((void **)&ix->parents, ix->room, 4);
    grow((void **)&ix->kinds, ix->room, 1);
    ix->kids = malloc((size_t)ix->nodes * 4);
    if (ix->kids == NULL) return 0;
    for (held = 0; held < ix->containers; held++) {
        ix->heads[held] = filled;
        filled += ix->counts[held];
        ix->counts[held] = 0;
    }
    for (node = 1; node < ix->nodes; node++) {
        held = ix->tails[ix->parents[node]];
        ix->kids[ix->heads[held] + ix->counts[held]++] = node;
    }
    return 1;
}

/* -1: another name, 1: that name, 2: written with escapes, look closer. */
static int same_name(const uint8_t *d, size_t n, uint32_t key, const uint8_t *name, size_t length) {
    size_t same = 0, at = (size_t)key + 1;
    while (same < length && at + same < n && d[at + same] == name[same]) same++;
    if (at + same >= n) return -1;
    if (d[at + same] == '\\') return 2;
    return same == length && d[at + same] == '"' ? 1 : -1;
}

/* The last member of an object that has that name and stands before place ``before``: its place among the children, -1
for none, and -2 - place for one whose name is written with escapes and has to be looked at. */
PUBLIC int64_t index_member(const Index *ix, const uint8_t *d, uint64_t n, uint32_t node, uint64_t before,
                            const uint8_t *name, uint64_t length) {
    if (node >= ix->nodes || ix->kinds[node] != OBJECT) return -1;
    uint32_t held = ix->tails[node];
    uint64_t place = before < ix->counts[held] ? before : ix->counts[held];
    while (place-- > 0) {
        int same = same_name(d, (size_t)n, ix->keys[ix->kids[ix->heads[held] + place]], name, (size_t)length);
        if (same == 1) return (int64_t)place;
        if (same == 2) return -2 - (int64_t)place;
    }
    return -1;
}

/* For ``count`` children of a container from ``start``: their last member of that name into ``out``, -1 for none, -2 where
a name is written with escapes and has to be looked at. */
PUBLIC void index_column(const Index *ix, const uint8_t *d, uint64_t n, uint32_t node, uint32_t start, uint32_t count,
                         const uint8_t *name, uint64_t length, int64_t *out) {
    const uint32_t *kids = ix->kids + ix->heads[ix->tails[node]] + start;
    for (uint32_t row = 0; row < count; row++) {
        int64_t place = index_member(ix, d, n, kids[row], NONE, name, length);
        out[row] = place < -1 ? -2 : place < 0 ? -1 : (int64_t)ix->kids[ix->heads[ix->tails[kids[row]]] + place];
    }
}

/* Members with names of their own, one for each spelling, among the children of a container's children from ``start``:
up to ``most`` into ``out`` in the order of their first appearance; a child that is no object with members is noted as
itself, once. ``table`` has ``slots`` + 1 places (``slots`` a power of two, at least twice ``most``) and keeps what was
found between calls; it begins as NONE everywhere. Returns how many there are, at most ``most``. */
PUBLIC uint32_t index_names(const Index *ix, const uint8_t *d, uint64_t n, uint32_t node, uint32_t start, uint32_t count,
                            uint32_t *table, uint32_t slots, uint32_t *out, uint32_t found, uint32_t most) {
    const uint32_t *kids = ix->kids + ix->heads[ix->tails[node]] + start;
    for (uint32_t row = 0; row < count; row++) {
        uint32_t item = kids[row], held, each;
        if (ix->kinds[item] != OBJECT) {
            if (ix->kinds[item] != EMPTY_OBJECT && table[slots] == NONE && found < most) {
                table[slots] = found;
                out[found++] = item;
            }
            continue;
        }
        held = ix->tails[item];
        for (each = 0; each < ix->counts[held]; each++) {
            uint32_t member = ix->kids[ix->heads[held] + each], slot;
            size_t at = (size_t)ix->keys[member], end = string_end(d, (size_t)n, at);
            uint32_t hash = 2166136261u;
            for (size_t i = at; i < end; i++) hash = (hash ^ d[i]) * 16777619u;
            for (slot = hash & (slots - 1); table[slot] != NONE; slot = (slot + 1) & (slots - 1)) {
                size_t other = (size_t)ix->keys[out[table[slot]]];
                if (other + (end - at) <= n && memcmp(d + at, d + other, end - at) == 0) break;
            }
            if (table[slot] != NONE) continue;
            if (found == most) return found;
            table[slot] = found;
            out[found++] = member;
        }
    }
    return found;
}

/* How many containers with children ended before a node begins. */
PUBLIC uint32_t index_closed_before(const Index *ix, uint32_t node) {
    uint32_t low = 0, high = ix->containers, above = ix->parents[node];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ix->holders[middle] < node) low = middle + 1;
        else high = middle;
    }
    for (; above != NONE; above = ix->parents[above]) low--;
    return low;
}
