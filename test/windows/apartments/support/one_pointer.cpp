// Objects on their way through COM.
#include "one_pointer.h"

#include "server_library.h"

namespace host {

void CheckSameEverywhere(IUnknown* object, REFIID iid) {
  IGlobalInterfaceTable* table = nullptr;
  REQUIRE(CoCreateInstance(CLSID_StdGlobalInterfaceTable, nullptr, CLSCTX_INPROC_SERVER,
                           IID_IGlobalInterfaceTable, reinterpret_cast<void**>(&table)) == S_OK);
  DWORD cookie = 0;
  CHECK_HR(table->RegisterInterfaceInGlobal(object, iid, &cookie), S_OK);
  Ptr<IUnknown> mine;
  CHECK_HR(object->QueryInterface(iid, mine.PutVoid()), S_OK);
  for (const Com com : {Com::kSta, Com::kMta}) {
    Thread thread(com);
    thread.Do([&] {
      IUnknown* found = nullptr;
      CHECK_HR(table->GetInterfaceFromGlobal(cookie, iid, reinterpret_cast<void**>(&found)), S_OK);
      CHECK(found == mine.Get());
      if (found) found->Release();
    });
  }
  CHECK_HR(table->RevokeInterfaceFromGlobal(cookie), S_OK);
  table->Release();
}

void CheckSameThroughAStream(Thread& from, IUnknown* object, REFIID iid) {
  IStream* stream = nullptr;
  from.Do([&] { CHECK_HR(CoMarshalInterThreadInterfaceInStream(iid, object, &stream), S_OK); });
  REQUIRE(stream != nullptr);
  Thread to(Com::kSta);
  to.Do([&] {
    IUnknown* found = nullptr;
    CHECK_HR(CoGetInterfaceAndReleaseStream(stream, iid, reinterpret_cast<void**>(&found)), S_OK);
    CHECK(found == object);
    if (found) found->Release();
  });
}

void CheckIdentity(IUnknown* object, REFIID iid) {
  Ptr<IUnknown> identity, asked, again;
  Ptr<IMarshal> marshal;
  CHECK_HR(object->QueryInterface(IID_IUnknown, identity.PutVoid()), S_OK);
  CHECK_HR(object->QueryInterface(IID_IMarshal, marshal.PutVoid()), S_OK);
  REQUIRE(marshal.Get() != nullptr);
  CHECK_HR(marshal->QueryInterface(IID_IUnknown, again.PutVoid()), S_OK);
  CHECK(again.Get() == identity.Get());
  CHECK_HR(marshal->QueryInterface(iid, asked.PutVoid()), S_OK);
  Ptr<IUnknown> agile;
  CHECK_HR(marshal->QueryInterface(IID_IAgileObject, agile.PutVoid()), S_OK);
  Ptr<IMarshal> marshal_again;
  CHECK_HR(asked->QueryInterface(IID_IMarshal, marshal_again.PutVoid()), S_OK);
  // All of them count on the same object.
  const ULONG before = object->AddRef();
  CHECK_EQ(marshal->AddRef(), before + 1);
  CHECK_EQ(marshal->Release(), before);
  CHECK_EQ(object->Release(), before - 1);
}

}  // namespace host
