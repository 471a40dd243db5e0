// Strings, arrays and streams.
#include "automation/body.h"

#include <cmath>
#include <cstdint>
#include <new>
#include <string>
#include <vector>

#include "automation/error_text.h"
#include "automation/text.h"
#include "stream/memory_stream.h"

namespace imnxport {
namespace {

// A reference to a reference is not allowed in a VARIANT, but a variant in a variant is, and could be itself.
constexpr int kMaxReferences = 4;

HRESULT RaiseType(const std::string& what) {
  return Raise(DISP_E_TYPEMISMATCH,
               "Body must be a string, a one-dimensional array of bytes or an IStream, not " + what);
}

std::string NameOfType(VARTYPE type) {
  switch (type) {
    case VT_EMPTY:
      return "Empty (was the variable ever set?)";
    case VT_NULL:
      return "Null";
    case VT_ERROR:
      return "a missing argument";
    case VT_DISPATCH:
    case VT_UNKNOWN:
      return "an object without IStream, or Nothing";
    default:
      return "a value of VARTYPE " + std::to_string(type);
  }
}

// What is held or referred to, as a shallow copy that owns nothing. Other references come out as they are.
VARIANT Resolve(const VARIANT& variant) noexcept {
  VARIANT value = variant;
  for (int i = 0; i < kMaxReferences && V_VT(&value) == (VT_BYREF | VT_VARIANT); ++i) {
    if (V_VARIANTREF(&value)) value = *V_VARIANTREF(&value);
  }
  if (!(V_VT(&value) & VT_BYREF) || !V_BYREF(&value)) return value;
  const VARTYPE type = V_VT(&value) & ~VT_BYREF;
  if (type == VT_BSTR) {
    V_BSTR(&value) = *V_BSTRREF(&value);
  } else if (type == VT_UNKNOWN || type == VT_DISPATCH) {
    V_UNKNOWN(&value) = *V_UNKNOWNREF(&value);
  } else if (type & VT_ARRAY) {
    V_ARRAY(&value) = *V_ARRAYREF(&value);
  } else {
    return value;
  }
  V_VT(&value) = type;
  return value;
}

// Whether a number, and no text that could be read as one, is a byte.
bool ByteOfVariant(const VARIANT& element, uint8_t* byte) noexcept {
  VARIANT value = Resolve(element);  // VariantChangeType does not take a const one
  if ((V_VT(&value) & VT_BYREF) && !V_BYREF(&value)) return false;
  switch (V_VT(&value) & ~VT_BYREF) {
    case VT_I1:
    case VT_UI1:
    case VT_I2:
    case VT_UI2:
    case VT_I4:
    case VT_UI4:
    case VT_I8:
    case VT_UI8:
    case VT_INT:
    case VT_UINT:
    case VT_R4:
    case VT_R8:
    case VT_DECIMAL:
      break;
    default:
      return false;
  }
  VARIANT number;
  VariantInit(&number);
  if (FAILED(VariantChangeType(&number, &value, 0, VT_R8))) return false;
  const double real = V_R8(&number);
  if (!(real >= 0 && real <= 255) || real != std::floor(real)) return false;
  *byte = static_cast<uint8_t>(real);
  return true;
}

// The elements of a locked array, for as long as this lives.
class ArrayLock {
 public:
  explicit ArrayLock(SAFEARRAY* array) noexcept : array_(array) {
    if (FAILED(SafeArrayAccessData(array_, &data_))) data_ = nullptr;
  }
  ~ArrayLock() {
    if (data_) SafeArrayUnaccessData(array_);
  }
  ArrayLock(const ArrayLock&) = delete;
  ArrayLock& operator=(const ArrayLock&) = delete;

  void* Data() const noexcept { return data_; }

 private:
  SAFEARRAY* const array_;
  void* data_ = nullptr;
};

HRESULT BytesOfArray(SAFEARRAY* array, VARTYPE type, std::vector<uint8_t>* bytes) {
  if (!array) return S_OK;  // VB's dynamic array before its first ReDim
  if (SafeArrayGetDim(array) != 1) return RaiseType("an array of several dimensions");
  if (array->cbElements != (type == VT_UI1 ? 1 : sizeof(VARIANT)))
    return RaiseType("an array of something else");
  const size_t count = array->rgsabound[0].cElements;
  if (count == 0) return S_OK;
  const ArrayLock lock(array);
  if (!lock.Data()) return Raise(E_UNEXPECTED, "The array of Body cannot be read");
  if (type == VT_UI1) {
    const auto* data = static_cast<const uint8_t*>(lock.Data());
    bytes->assign(data, data + count);
    return S_OK;
  }
  const auto* elements = static_cast<const VARIANT*>(lock.Data());
  bytes->resize(count);
  for (size_t i = 0; i < count; ++i) {
    if (!ByteOfVariant(elements[i], &(*bytes)[i])) {
      return RaiseType("an array whose element " + std::to_string(i) +
                       ", counted from 0, is no whole number from 0 to 255");
    }
  }
  return S_OK;
}

HRESULT StreamOfBytes(std::vector<uint8_t> bytes, ComPtr<IStream>* stream) {
  *stream = MakeMemoryStream(std::move(bytes));
  if (!*stream) throw std::bad_alloc();
  return S_OK;
}

}  // namespace

HRESULT BodyOfVariant(const VARIANT& body, ComPtr<IStream>* stream) {
  const VARIANT value = Resolve(body);
  const VARTYPE type = V_VT(&value);
  if (type == VT_BSTR) return StreamOfBytes(Utf8BytesFromBstr(V_BSTR(&value)), stream);
  if (type == (VT_ARRAY | VT_UI1) || type == (VT_ARRAY | VT_VARIANT)) {
    std::vector<uint8_t> bytes;
    const HRESULT hr = BytesOfArray(V_ARRAY(&value), static_cast<VARTYPE>(type & VT_TYPEMASK), &bytes);
    return FAILED(hr) ? hr : StreamOfBytes(std::move(bytes), stream);
  }
  if ((type == VT_UNKNOWN || type == VT_DISPATCH) && V_UNKNOWN(&value) &&
      SUCCEEDED(V_UNKNOWN(&value)->QueryInterface(IID_IStream, stream->PutVoid()))) {
    return S_OK;
  }
  return RaiseType(NameOfType(type));
}

}  // namespace imnxport
