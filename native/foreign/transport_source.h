// Where a transport that is not ours comes from.
#pragma once

#include <memory>
#include <string>

#include "abi/imnxport.h"
#include "com/com_ptr.h"
#include "foreign/open_failure.h"

namespace imnxport {

// Used in the apartment of its transport only.
class TransportSource {
 public:
  virtual ~TransportSource() = default;

  // A transport, one reference. Null: *why says why there is none. May be called again, after a failure or
  // for another one. May throw std::bad_alloc.
  virtual ComPtr<IHTTPMailTransport> Open(OpenFailure* why) = 0;

  // All that was opened has been released.
  virtual void Close() noexcept = 0;
};

// Of a class in a file, which need not be registered: DllGetClassObject. `path` is absolute and UTF-8. Loaded
// at the first Open; Close unloads it if its DllCanUnloadNow says S_OK there and then, and otherwise leaves
// it loaded for good: threads of it may still be running.
std::unique_ptr<TransportSource> SourceInFile(std::string path, const CLSID& clsid);

// Of a class that is registered as an in-process server (CoCreateInstance). Off Windows there are none.
std::unique_ptr<TransportSource> SourceInRegistry(const CLSID& clsid);

// The one of somebody else. A reference is taken, and given back with the source, both in its apartment.
std::unique_ptr<TransportSource> SourceOfPointer(IHTTPMailTransport* pointer);

}  // namespace imnxport
