// What the system's settings, as distinct from the environment, say about proxies.
#pragma once

#include <memory>
#include <string>

#include "http/proxy_rules.h"

namespace imnxport {

// What has been learnt (a script that was loaded, a network that has none) is remembered as long as it lives.
class SystemProxy {
 public:
  // Null: this system has no such settings; the environment is all there is. May throw std::bad_alloc. Any
  // thread.
  static std::shared_ptr<SystemProxy> Make();
  virtual ~SystemProxy() = default;

  // The way to `url`, which CheckUrl let pass. It blocks while a script is looked for, loaded and run, for
  // as long as the network takes. May throw std::bad_alloc. Any thread but the I/O thread, several at once.
  virtual ProxyAnswer Find(const std::string& url) = 0;
};

}  // namespace imnxport
