// URLs through libcurl's parser, which is also the one that connects.
#include "http/url.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <new>

#include "http/ascii.h"
#include "http/headers.h"

namespace imnxport {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, FreeUrl>;

Url NewUrl() {
  Url url(curl_url());
  if (!url) throw std::bad_alloc();
  return url;
}

void ThrowIfNoMemory(CURLUcode code) {
  if (code == CURLUE_OUT_OF_MEMORY) throw std::bad_alloc();
}

std::string Part(const Url& url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  ThrowIfNoMemory(curl_url_get(url.get(), part, &text, flags));
  std::unique_ptr<char, void (*)(void*)> owner(text, curl_free);
  return text ? text : "";
}

bool Parse(const Url& url, const std::string& text, unsigned flags) {
  const CURLUcode code = curl_url_set(url.get(), CURLUPART_URL, text.c_str(), flags);
  ThrowIfNoMemory(code);
  return code == CURLUE_OK;
}

// `start` in lower case.
bool StartsWith(const std::string& text, std::string_view start) {
  return text.size() >= start.size() &&
         std::equal(start.begin(), start.end(), text.begin(), [](char a, char b) { return a == Lower(b); });
}

// char may be signed: bytes over 0x7F are caught too.
bool IsVisible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

bool HasScheme(const std::string& url, std::string_view scheme) {
  return StartsWith(url, scheme) && url.compare(scheme.size(), 3, "://") == 0;
}

// The parser forgives one or three slashes; a URL that needs forgiving is not the one that was meant.
bool HasAuthority(const std::string& url) {
  const size_t authority = HasScheme(url, "https") ? 8 : HasScheme(url, "http") ? 7 : 0;
  return authority > 0 && authority < url.size() && url[authority] != '/';
}

HRESULT CheckUrl(std::string_view url, std::string* checked) {
  if (url.size() > kMaxUrlLength || !IsVisible(url)) return E_INVALIDARG;
  std::string text(url.substr(0, url.find('#')));
  if (!HasAuthority(text)) return E_INVALIDARG;

  const Url parsed = NewUrl();
  if (!Parse(parsed, text, CURLU_DISALLOW_USER | CURLU_PATH_AS_IS)) return E_INVALIDARG;
  const std::string host = Part(parsed, CURLUPART_HOST);  // decoded
  if (host.empty() || !IsVisible(host) || Part(parsed, CURLUPART_PORT) == "0") return E_INVALIDARG;
  *checked = std::move(text);
  return S_OK;
}

std::string UrlOrigin(const std::string& url) {
  const Url parsed = NewUrl();
  if (!Parse(parsed, url, 0)) return {};
  std::string origin = Part(parsed, CURLUPART_SCHEME) + "://" + Part(parsed, CURLUPART_HOST) + ":" +
                       Part(parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  for (char& c : origin) c = Lower(c);
  return HasScheme(origin, "http") || HasScheme(origin, "https") ? origin : std::string{};
}

std::string ResolveUrl(const std::string& base, const std::string& reference) {
  if (reference.empty()) return {};
  if (StartsWith(reference, "http:") || StartsWith(reference, "https:")) {
    if (!HasAuthority(reference)) return {};
  }
  const Url parsed = NewUrl();
  if (!Parse(parsed, base, 0) || !Parse(parsed, reference, CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE))
    return {};
  // The parser lets 0x7F pass.
  std::string url = Part(parsed, CURLUPART_URL);
  return HasNoControls(url) ? url : std::string();
}

}  // namespace imnxport
