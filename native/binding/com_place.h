// Where the transport lives whose methods JavaScript calls by their COM names.
#pragma once

#include <cstdint>
#include <functional>

#include "abi/imnxport.h"
#include "com/com_ptr.h"

namespace imnxport::binding {

// JS thread. It owns what it needs of the transport, and gives it back when it is destroyed.
class ComPlace {
 public:
  virtual ~ComPlace() = default;

  // Runs `call` once with the transport, on the thread where it may be called, and gives back what `call`
  // does when it has ended. A HRESULT of its own says that the place is gone.
  virtual uint32_t Run(const std::function<uint32_t(IHTTPMailTransport*)>& call) = 0;
};

// A transport that is called right here.
class ComPlaceHere final : public ComPlace {
 public:
  explicit ComPlaceHere(ComPtr<IHTTPMailTransport> transport) noexcept : transport_(std::move(transport)) {}

  uint32_t Run(const std::function<uint32_t(IHTTPMailTransport*)>& call) override {
    // The call may be the end of this object.
    const ComPtr<IHTTPMailTransport> transport = transport_;
    return call(transport.Get());
  }

 private:
  const ComPtr<IHTTPMailTransport> transport_;
};

}  // namespace imnxport::binding
