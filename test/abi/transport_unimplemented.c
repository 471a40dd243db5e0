/* transport_unimplemented.c: the other commands check their arguments and answer E_NOTIMPL. */
#include "transport_test.h"

static const char* const kNames[kUnimplemented] = {
    "CommandGET",   "CommandPUT",  "CommandDELETE", "CommandBDELETE", "CommandPROPFIND", "CommandPROPPATCH",
    "CommandMKCOL", "CommandCOPY", "CommandBCOPY",  "CommandMOVE",    "CommandBMOVE",    "GetProperty",
    "MemberInfo",   "FindFolders", "MarkRead",      "SendMessage",    "ListContacts",    "ListContactInfos",
    "ContactInfo",  "PostContact", "PatchContact",  "GetPropertyDw"};

const char* UnimplementedName(int number) { return kNames[number]; }

HRESULT CallUnimplemented(void* transport, int number, const char* path, void* pointer) {
  const char* target = "a.eml";
  const char* types[] = {"text/plain", NULL};
  HTTPTARGETLIST targets = {1, &target};
  HTTPCONTACTINFO info = {0};
  char* text = NULL;
  DWORD value = 0;
  switch (number) {
    case 0:
      return S13_CommandGET(transport, path, types, FALSE, 0);
    case 1:
      return S14_CommandPUT(transport, path, pointer, 1, 0);
    case 2:
      return S16_CommandDELETE(transport, path, 0);
    case 3:
      return S17_CommandBDELETE(transport, path, &targets, 0);
    case 4:
      return S18_CommandPROPFIND(transport, path, pointer, 0, 0);
    case 5:
      return S19_CommandPROPPATCH(transport, path, pointer, 0);
    case 6:
      return S20_CommandMKCOL(transport, path, 0);
    case 7:
      return S21_CommandCOPY(transport, path, "http://127.0.0.1/to", FALSE, 0);
    case 8:
      return S22_CommandBCOPY(transport, path, &targets, "http://127.0.0.1/to", &targets, FALSE, 0);
    case 9:
      return S23_CommandMOVE(transport, path, "http://127.0.0.1/to", FALSE, 0);
    case 10:
      return S24_CommandBMOVE(transport, path, &targets, "http://127.0.0.1/to", &targets, FALSE, 0);
    case 11:
      return S25_GetProperty(transport, HTTPMAIL_PROP_INBOX, path ? &text : NULL);
    case 12:
      return S26_MemberInfo(transport, path, HTTP_MEMBERINFO_ALLPROPS, 0, FALSE, 0);
    case 13:
      return S27_FindFolders(transport, path, 0);
    case 14:
      return S28_MarkRead(transport, path, &targets, TRUE, 0);
    case 15:
      return S29_SendMail(transport, path, "a@example.com", &targets, FALSE, pointer, 0);
    case 16:
      return S30_ListContacts(transport, path, 0);
    case 17:
      return S31_ListContactInfos(transport, path, 0);
    case 18:
      return S32_ContactInfo(transport, path, 0);
    case 19:
      return S33_PostContact(transport, path, &info, 0);
    case 20:
      return S34_PatchContact(transport, path, &info, 0);
    default:
      return S35_GetPropertyDw(transport, HTTPMAIL_PROP_MAXPOLLINGINTERVAL, path ? &value : NULL);
  }
}

CASE(unimplemented_commands) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(10);
  for (int i = 0; i < kUnimplemented; ++i) {
    Looking(UnimplementedName(i));
    CHECK_HR(CallUnimplemented(fixture.transport, i, ServerUrl(fixture.server, "/"), stream), E_NOTIMPL);
  }
  INETSERVER info;
  Looking("InetServerFromAccount");
  CHECK_HR(S6_InetServerFromAccount(fixture.transport, stream, &info), E_NOTIMPL);
  Looking(NULL);
  CHECK_EQ(stream->references, 1);
  OddStreamEnd(stream);
  CHECK_EQ(fixture.recorder->response_count, 0);
  CHECK_EQ(ServerConnections(fixture.server), 0);
  FixtureEnd(&fixture);
}

/* In both states: argument checks come first. */
static void CheckNullPaths(void* transport, void* pointer) {
  for (int i = 0; i < kUnimplemented; ++i) {
    Looking(UnimplementedName(i));
    CHECK_HR(CallUnimplemented(transport, i, NULL, pointer), E_INVALIDARG);
  }
  Looking(NULL);
}

static void CheckNullPointers(void* t) {
  const char* url = "http://127.0.0.1/x";
  const char* name = "a";
  HTTPTARGETLIST list = {1, &name};
  INETSERVER info;
  CHECK_HR(S14_CommandPUT(t, url, NULL, 1, 0), E_INVALIDARG);
  CHECK_HR(S17_CommandBDELETE(t, url, NULL, 0), E_INVALIDARG);
  CHECK_HR(S18_CommandPROPFIND(t, url, NULL, 0, 0), E_INVALIDARG);
  CHECK_HR(S19_CommandPROPPATCH(t, url, NULL, 0), E_INVALIDARG);
  CHECK_HR(S21_CommandCOPY(t, url, NULL, FALSE, 0), E_INVALIDARG);
  CHECK_HR(S22_CommandBCOPY(t, url, NULL, url, &list, FALSE, 0), E_INVALIDARG);
  CHECK_HR(S22_CommandBCOPY(t, url, &list, NULL, &list, FALSE, 0), E_INVALIDARG);
  CHECK_HR(S23_CommandMOVE(t, url, NULL, FALSE, 0), E_INVALIDARG);
  CHECK_HR(S24_CommandBMOVE(t, url, NULL, url, &list, FALSE, 0), E_INVALIDARG);
  CHECK_HR(S24_CommandBMOVE(t, url, &list, NULL, &list, FALSE, 0), E_INVALIDARG);
  CHECK_HR(S28_MarkRead(t, url, NULL, TRUE, 0), E_INVALIDARG);
  CHECK_HR(S29_SendMail(t, url, NULL, &list, FALSE, &info, 0), E_INVALIDARG);
  CHECK_HR(S29_SendMail(t, url, "a@example.com", NULL, FALSE, &info, 0), E_INVALIDARG);
  CHECK_HR(S29_SendMail(t, url, "a@example.com", &list, FALSE, NULL, 0), E_INVALIDARG);
  CHECK_HR(S33_PostContact(t, url, NULL, 0), E_INVALIDARG);
  CHECK_HR(S34_PatchContact(t, url, NULL, 0), E_INVALIDARG);
  CHECK_HR(S6_InetServerFromAccount(t, NULL, &info), E_INVALIDARG);
  CHECK_HR(S6_InetServerFromAccount(t, &info, NULL), E_INVALIDARG);
}

CASE(unimplemented_null_arguments) {
  Fixture fixture;
  FixtureMake(&fixture);
  CheckNullPaths(fixture.transport, &fixture);
  CheckNullPointers(fixture.transport);
  CHECK_HR(S12_InitNew(fixture.transport, "agent", NULL, fixture.recorder), S_OK);
  CheckNullPaths(fixture.transport, &fixture);
  CheckNullPointers(fixture.transport);
  FixtureEnd(&fixture);
}

CASE(unimplemented_out_pointers) {
  Fixture fixture;
  FixtureStart(&fixture);
  char* text = (char*)&fixture;
  DWORD value = 77;
  CHECK_HR(S25_GetProperty(fixture.transport, HTTPMAIL_PROP_INBOX, &text), E_NOTIMPL);
  CHECK(text == NULL);
  CHECK_HR(S35_GetPropertyDw(fixture.transport, HTTPMAIL_PROP_MAXPOLLINGINTERVAL, &value), E_NOTIMPL);
  CHECK_EQ(value, 0);
  FixtureEnd(&fixture);
}
