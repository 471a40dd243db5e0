// Owners for libcurl's handles.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <new>

namespace imnxport {

struct CurlEasyFree {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using CurlEasy = std::unique_ptr<CURL, CurlEasyFree>;

struct CurlMultiFree {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
using CurlMulti = std::unique_ptr<CURLM, CurlMultiFree>;

// A list of header lines.
class CurlList {
 public:
  CurlList() = default;
  ~CurlList() { curl_slist_free_all(list_); }
  CurlList(const CurlList&) = delete;
  CurlList& operator=(const CurlList&) = delete;

  // Copies the line. Throws std::bad_alloc.
  void Append(const char* line) {
    curl_slist* longer = curl_slist_append(list_, line);
    if (!longer) throw std::bad_alloc();
    list_ = longer;
  }
  curl_slist* Get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

}  // namespace imnxport
