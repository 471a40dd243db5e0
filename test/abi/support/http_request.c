/* http_request.c: head, Content-Length and chunked bodies; strict, so that a broken request never passes. */
#include "http_request.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Appends; the text stays NUL-terminated. 1: there was memory. */
static int Append(char** text, size_t* size, size_t* room, const char* data, size_t count) {
  if (*room < *size + count + 1) {
    size_t wanted = *room ? *room : 4096;
    while (wanted < *size + count + 1) wanted *= 2;
    char* grown = realloc(*text, wanted);
    if (!grown) return 0;
    *text = grown;
    *room = wanted;
  }
  if (count > 0) memcpy(*text + *size, data, count);
  *size += count;
  (*text)[*size] = '\0';
  return 1;
}

static int AppendBody(Request* request, const char* data, size_t count) {
  return Append(&request->body, &request->body_size, &request->body_room, data, count);
}

static const char* FindLineEnd(const char* at, const char* end) {
  for (; at + 1 < end; ++at) {
    if (at[0] == '\r' && at[1] == '\n') return at;
  }
  return NULL;
}

/* Decodes what has come of a chunked body, from the last whole chunk on. 1: well-formed so far. */
static int DecodeChunks(Request* request) {
  const char* end = request->raw + request->raw_size;
  if (request->chunks_raw == 0) request->chunks_raw = request->head_size;
  request->body_size = request->chunks_body;
  for (;;) {
    const char* at = request->raw + request->chunks_raw;
    const char* line_end = FindLineEnd(at, end);
    if (!line_end) return AppendBody(request, "", 0); /* more to come */
    char* digits_end;
    if (!isxdigit((unsigned char)*at)) return 0;
    unsigned long long size = strtoull(at, &digits_end, 16);
    if (digits_end != line_end) return 0;
    at = line_end + 2;
    size_t left = (size_t)(end - at);
    if (!AppendBody(request, at, size < left ? (size_t)size : left)) return 0;
    if (left < size + 2) return 1;
    if (memcmp(at + size, "\r\n", 2) != 0) return 0;
    request->chunks_raw = (size_t)(at + size + 2 - request->raw);
    request->chunks_body = request->body_size;
    if (size == 0) {
      request->complete = request->ended = 1;
      return request->chunks_raw == request->raw_size; /* requests are not pipelined */
    }
  }
}

static int TakeBody(Request* request) {
  const char* length = RequestField(request, "Content-Length");
  const char* body = request->raw + request->head_size;
  size_t have = request->raw_size - request->head_size;
  if (request->chunked) return DecodeChunks(request);
  unsigned long long size = length ? strtoull(length, NULL, 10) : 0;
  if (have > size) return 0;
  if (!AppendBody(request, body + request->body_size, have - request->body_size)) return 0;
  if (have == size) request->complete = request->ended = 1;
  return 1;
}

int RequestAdd(Request* request, const char* data, size_t size) {
  if (!Append(&request->raw, &request->raw_size, &request->raw_room, data, size)) return 0;
  if (request->head_size == 0) {
    const char* end = strstr(request->raw, "\r\n\r\n");
    if (!end) return 1;
    request->head_size = (size_t)(end - request->raw) + 4;
    const char* coding = RequestField(request, "Transfer-Encoding");
    request->chunked = coding && strcmp(coding, "chunked") == 0;
    if (request->chunked && RequestField(request, "Content-Length")) return 0;
  }
  return TakeBody(request);
}

void RequestFree(Request* request) {
  free(request->raw);
  free(request->body);
}

static int SameName(const char* a, const char* b, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    if (tolower((unsigned char)a[i]) != tolower((unsigned char)b[i])) return 0;
  }
  return 1;
}

static const char* CopyOut(const char* text, size_t size) {
  static _Thread_local char copy[16384];
  if (size >= sizeof copy) size = sizeof copy - 1;
  memcpy(copy, text, size);
  copy[size] = '\0';
  return copy;
}

const char* RequestField(const Request* request, const char* name) {
  size_t size = strlen(name);
  const char* line = strstr(request->raw, "\r\n");
  while (line && line + 2 < request->raw + request->head_size) {
    line += 2;
    const char* end = strstr(line, "\r\n");
    if (!end || end == line) return NULL;
    if ((size_t)(end - line) > size && line[size] == ':' && SameName(line, name, size)) {
      const char* value = line + size + 1;
      while (*value == ' ') ++value;
      return CopyOut(value, (size_t)(end - value));
    }
    line = end;
  }
  return NULL;
}

const char* RequestTarget(const Request* request) {
  const char* first = strchr(request->raw, ' ');
  const char* second = first ? strchr(first + 1, ' ') : NULL;
  return second ? CopyOut(first + 1, (size_t)(second - first - 1)) : NULL;
}
