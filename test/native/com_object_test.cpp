// ComObject: the laws of QueryInterface, the reference count and the module count.
#include "com/com_object.h"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

#include "com/com_ptr.h"
#include "stream/stream_base.h"
#include "support/eventually.h"

using namespace imnxport;

namespace {

// An object with two vtables; the first is also its base interface.
class Sample final : public StreamBase<Implements<IImnxportReadiness>> {
 public:
  explicit Sample(int* destroyed = nullptr) noexcept : destroyed_(destroyed) {}
  ~Sample() override {
    if (destroyed_) ++*destroyed_;
  }
  HRESULT STDMETHODCALLTYPE OnReady() noexcept override { return S_OK; }

 private:
  int* const destroyed_;
};

const std::vector<const IID*> kAnswered = {&IID_IUnknown, &IID_ISequentialStream, &IID_IStream,
                                           &IID_IImnxportReadiness};

ComPtr<IUnknown> Ask(IUnknown* object, REFIID riid) {
  void* result = nullptr;
  if (FAILED(object->QueryInterface(riid, &result))) return nullptr;
  return ComPtr<IUnknown>::Attach(static_cast<IUnknown*>(result));
}

ComPtr<IUnknown> MakeSample(int* destroyed = nullptr) {
  return ComPtr<IUnknown>::Attach(static_cast<IStream*>(new Sample(destroyed)));
}

}  // namespace

TEST_CASE("QueryInterface: from every interface every other is reached, and always the same pointer") {
  const auto object = MakeSample();
  for (const IID* from : kAnswered) {
    const auto pointer = Ask(object.Get(), *from);
    REQUIRE(static_cast<bool>(pointer));
    for (const IID* to : kAnswered) {
      const auto reached = Ask(pointer.Get(), *to);
      REQUIRE(static_cast<bool>(reached));
      CHECK(reached.Get() == Ask(object.Get(), *to).Get());
      // Symmetric: and back again.
      CHECK(Ask(reached.Get(), *from).Get() == pointer.Get());
    }
  }
}

TEST_CASE("QueryInterface: IUnknown is one pointer for each object, which is its identity") {
  const auto object = MakeSample();
  const auto other = MakeSample();
  const auto identity = Ask(object.Get(), IID_IUnknown);
  for (const IID* iid : kAnswered)
    CHECK(Ask(Ask(object.Get(), *iid).Get(), IID_IUnknown).Get() == identity.Get());
  CHECK(Ask(other.Get(), IID_IUnknown).Get() != identity.Get());
}

TEST_CASE("QueryInterface: an unknown interface is E_NOINTERFACE and clears the pointer") {
  const auto object = MakeSample();
  void* result = &result;
  CHECK(object->QueryInterface(IID_IClassFactory, &result) == E_NOINTERFACE);
  CHECK(result == nullptr);
  CHECK(object->QueryInterface(IID_IUnknown, nullptr) == E_POINTER);
  CHECK(object->QueryInterface(IID_IClassFactory, nullptr) == E_POINTER);
}

TEST_CASE("QueryInterface takes exactly one reference when it succeeds and none when it fails") {
  const auto object = MakeSample();
  void* result = nullptr;
  REQUIRE(object->QueryInterface(IID_IImnxportReadiness, &result) == S_OK);
  CHECK(object->AddRef() == 3);
  CHECK(object->Release() == 2);
  CHECK(static_cast<IUnknown*>(result)->Release() == 1);
  CHECK(object->QueryInterface(IID_IClassFactory, &result) == E_NOINTERFACE);
  CHECK(object->AddRef() == 2);
  CHECK(object->Release() == 1);
}

TEST_CASE("an object is born with one reference and destroyed with its last") {
  int destroyed = 0;
  IStream* object = new Sample(&destroyed);
  CHECK(object->AddRef() == 2);
  CHECK(object->Release() == 1);
  CHECK(destroyed == 0);
  CHECK(object->Release() == 0);
  CHECK(destroyed == 1);
}

TEST_CASE("references are counted right when many threads take and give them") {
  int destroyed = 0;
  auto object = MakeSample(&destroyed);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([mine = object] {
      for (int n = 0; n < 5000; ++n) {
        const ComPtr<IUnknown> copy(mine);
        const auto readiness = Ask(copy.Get(), IID_IImnxportReadiness);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  threads.clear();
  CHECK(destroyed == 0);
  CHECK(object->AddRef() == 2);
  object->Release();
  object.Reset();
  CHECK(destroyed == 1);
}

TEST_CASE("an object keeps the module in memory for as long as it lives") {
  REQUIRE(imnxport::test::BecomesUnloadable());
  auto object = MakeSample();
  CHECK(CanUnloadModule() == S_FALSE);
  object.Reset();
  CHECK(CanUnloadModule() == S_OK);
}
