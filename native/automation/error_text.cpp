// The texts.
#include "automation/error_text.h"

#include "abi/imnxport_automation.h"
#include "automation/hresult_name.h"
#include "automation/text.h"
#include "com/com_ptr.h"

namespace imnxport {
namespace {

constexpr size_t kMaxShownUrl = 500;
const wchar_t kSource[] = L"Imnxport.HttpMailPoster";

}  // namespace

HRESULT Raise(HRESULT hr, const std::string& text) noexcept {
  // What an earlier call left must not be taken for this one's.
  (void)SetErrorInfo(0, nullptr);
  if (text.empty()) return hr;
  try {
    std::wstring wide = WideFromServer(text);
    std::wstring source = kSource;
    ComPtr<ICreateErrorInfo> made;
    ComPtr<IErrorInfo> info;
    if (FAILED(CreateErrorInfo(made.Put()))) return hr;
    (void)made->SetGUID(IID_IHttpMailPoster);
    (void)made->SetSource(source.data());
    (void)made->SetDescription(wide.data());
    if (SUCCEEDED(made->QueryInterface(IID_IErrorInfo, info.PutVoid()))) (void)SetErrorInfo(0, info.Get());
  } catch (...) {  // no memory for words: the number says enough
  }
  return hr;
}

std::string ShownUrl(const std::string& url) {
  std::string shown = url.substr(0, url.find_first_of("?#"));
  const size_t scheme = shown.find("://");
  const size_t start = scheme == std::string::npos ? 0 : scheme + 3;
  // What stands before the last @ of the authority is a name and perhaps a password. Without a scheme it is
  // no URL, and nobody knows where its authority would end.
  const size_t end = scheme == std::string::npos ? shown.size() : shown.find_first_of("/\\", start);
  const size_t at = shown.rfind('@', end == std::string::npos ? end : end - 1);
  if (at != std::string::npos && at >= start) shown.erase(start, at + 1 - start);
  if (shown.size() > kMaxShownUrl) shown = shown.substr(0, kMaxShownUrl) + "...";
  return shown;
}

std::string DescribePost(const std::string& url, const PostEnd& end) {
  std::string text = "POST to " + ShownUrl(url) + " failed";
  const char* before = ": ";
  for (const std::string* reason : {&end.status_line, &end.problem}) {
    if (reason->empty()) continue;
    text += before + *reason;
    before = "; ";
  }
  return text + " (" + HResultText(end.hr) + ")";
}

}  // namespace imnxport
