// `com`: every method goes to its slot with its parameters, and brings back what was answered.
import { ComPointer } from '../../dist/com/com-pointer.js';
import { ComTransport, type Out } from '../../dist/com/com-transport.js';
import { IHTTPMailTransport, IInternetTransport, IStream, IUnknown } from '../../dist/com/guid.js';
import { Hresult } from '../../dist/hresult.js';
import { native } from '../../dist/native.js';
import { type CType, read, textAt, unknown, write } from '../support/com.js';
import { comObject, type Slot } from '../support/com-object.js';
import { thrown } from '../support/fake.js';
import { later, transport } from '../support/real.js';

const { layouts } = native();
const POINTER = process.arch === 'ia32' ? 4 : 8;
const ANSWER = 0x80041234;

type Ask = (com: ComTransport) => number;
/** What a method is called with, and what its slot must then get: values, or what is to be found at an address. */
type Row = [name: string, parameters: CType[], ask: Ask, got: unknown[]];

const at = (type: string, offset: number, value: unknown) => ({ type, offset, value });
const member = (structure: string, name: string, type: string, value: unknown) =>
  at(type, layouts[`offsetof ${structure}.${name}`]!, value);
const texts = (...values: string[]) => values.map((value, i) => at('str', i * POINTER, value));
const targets = (...values: string[]) => [
  at('uint32_t', 0, values.length),
  ...values.map((value, i) => at('nth str', i, value)),
];
const server = {
  userName: 'user',
  password: 'secret',
  serverName: 'host',
  port: 8080,
  ssl: true,
  timeout: 7,
};
const serverAtSlot = [
  member('INETSERVER', 'szUserName', 'chars', 'user'),
  member('INETSERVER', 'szPassword', 'chars', 'secret'),
  member('INETSERVER', 'szServerName', 'chars', 'host'),
  member('INETSERVER', 'szAccount', 'chars', ''),
  member('INETSERVER', 'dwPort', 'uint32_t', 8080),
  member('INETSERVER', 'fSSL', 'int32_t', 1),
  member('INETSERVER', 'dwTimeout', 'uint32_t', 7),
];
const contact = { displayName: 'A. Person', type: 1, pager: '12' };
const contactAtSlot = [
  member('HTTPCONTACTINFO', 'pszDisplayName', 'str', 'A. Person'),
  member('HTTPCONTACTINFO', 'tyContact', 'uint32_t', 1),
  member('HTTPCONTACTINFO', 'pszPager', 'str', '12'),
  member('HTTPCONTACTINFO', 'pszHref', 'void *', null),
];

/** Slots 3 to 35. `str` and numbers arrive as values, everything else as addresses. */
const rows: Row[] = [
  ['GetServerInfo', ['void *'], (com) => com.GetServerInfo({ value: server }), [serverAtSlot]],
  ['GetIXPType', [], (com) => com.GetIXPType(), []],
  ['IsState', ['int32_t'], (com) => com.IsState(3), [3]],
  [
    'InetServerFromAccount',
    ['void *', 'void *'],
    (com) => com.InetServerFromAccount(null, { value: server }),
    [null, serverAtSlot],
  ],
  [
    'Connect',
    ['void *', 'uint8_t', 'uint8_t'],
    (com) => com.Connect(server, true, false),
    [serverAtSlot, 1, 0],
  ],
  ['HandsOffCallback', [], (com) => com.HandsOffCallback(), []],
  ['Disconnect', [], (com) => com.Disconnect(), []],
  ['DropConnection', [], (com) => com.DropConnection(), []],
  ['GetStatus', ['void *'], (com) => com.GetStatus({ value: 6 }), [[at('uint32_t', 0, 6)]]],
  ['InitNew', ['str', 'str', 'void *'], (com) => com.InitNew('agent', 'log', null), ['agent', 'log', null]],
  [
    'CommandGET',
    ['str', 'void *', 'int32_t', 'uint32_t'],
    (com) => com.CommandGET('/a', ['text/plain', '*/*'], true, 1),
    ['/a', [...texts('text/plain', '*/*'), at('void *', 2 * POINTER, null)], 1, 1],
  ],
  [
    'CommandPUT',
    ['str', 'void *', 'uint32_t', 'uint32_t'],
    (com) => com.CommandPUT('/a', Buffer.from('bytes\0'), 5, 2),
    ['/a', [at('chars', 0, 'bytes')], 5, 2],
  ],
  [
    'CommandPOST',
    ['str', 'void *', 'str', 'uint32_t'],
    (com) => com.CommandPOST('/a', null, 'message/rfc822', 0xffff_ffff),
    ['/a', null, 'message/rfc822', 0xffff_ffff],
  ],
  ['CommandDELETE', ['str', 'uint32_t'], (com) => com.CommandDELETE('/a', 3), ['/a', 3]],
  [
    'CommandBDELETE',
    ['str', 'void *', 'uint32_t'],
    (com) => com.CommandBDELETE('/a', ['x', 'y'], 4),
    ['/a', targets('x', 'y'), 4],
  ],
  [
    'CommandPROPFIND',
    ['str', 'void *', 'uint32_t', 'uint32_t'],
    (com) => com.CommandPROPFIND('/a', null, 0xffff_fffe, 5),
    ['/a', null, 0xffff_fffe, 5],
  ],
  [
    'CommandPROPPATCH',
    ['str', 'void *', 'uint32_t'],
    (com) => com.CommandPROPPATCH('/a', null, 6),
    ['/a', null, 6],
  ],
  ['CommandMKCOL', ['str', 'uint32_t'], (com) => com.CommandMKCOL('/a', 7), ['/a', 7]],
  [
    'CommandCOPY',
    ['str', 'str', 'int32_t', 'uint32_t'],
    (com) => com.CommandCOPY('/a', '/b', true, 8),
    ['/a', '/b', 1, 8],
  ],
  [
    'CommandBCOPY',
    ['str', 'void *', 'str', 'void *', 'int32_t', 'uint32_t'],
    (com) => com.CommandBCOPY('/a', ['x'], '/b', ['y', 'z'], false, 9),
    ['/a', targets('x'), '/b', targets('y', 'z'), 0, 9],
  ],
  [
    'CommandMOVE',
    ['str', 'str', 'int32_t', 'uint32_t'],
    (com) => com.CommandMOVE('/a', '/b', -1, 10),
    ['/a', '/b', -1, 10],
  ],
  [
    'CommandBMOVE',
    ['str', 'void *', 'str', 'void *', 'int32_t', 'uint32_t'],
    (com) => com.CommandBMOVE('/a', ['x'], '/b', null, true, 11),
    ['/a', targets('x'), '/b', null, 1, 11],
  ],
  [
    'GetProperty',
    ['int32_t', 'void *'],
    (com) => com.GetProperty(4, { value: 'before' }),
    [4, texts('before')],
  ],
  [
    'MemberInfo',
    ['str', 'uint32_t', 'uint32_t', 'int32_t', 'uint32_t'],
    (com) => com.MemberInfo('/a', 3, 1, true, 12),
    ['/a', 3, 1, 1, 12],
  ],
  ['FindFolders', ['str', 'uint32_t'], (com) => com.FindFolders('/a', 13), ['/a', 13]],
  [
    'MarkRead',
    ['str', 'void *', 'int32_t', 'uint32_t'],
    (com) => com.MarkRead('/a', [], true, 14),
    ['/a', targets(), 1, 14],
  ],
  [
    'SendMessage',
    ['str', 'str', 'void *', 'int32_t', 'void *', 'uint32_t'],
    (com) => com.SendMessage('/a', 'me', ['you'], true, null, 15),
    ['/a', 'me', targets('you'), 1, null, 15],
  ],
  ['ListContacts', ['str', 'uint32_t'], (com) => com.ListContacts('/a', 16), ['/a', 16]],
  ['ListContactInfos', ['str', 'uint32_t'], (com) => com.ListContactInfos('/a', 17), ['/a', 17]],
  ['ContactInfo', ['str', 'uint32_t'], (com) => com.ContactInfo('/a', 18), ['/a', 18]],
  [
    'PostContact',
    ['str', 'void *', 'uint32_t'],
    (com) => com.PostContact('/a', contact, 19),
    ['/a', contactAtSlot, 19],
  ],
  [
    'PatchContact',
    ['str', 'void *', 'uint32_t'],
    (com) => com.PatchContact('/a', contact, 20),
    ['/a', contactAtSlot, 20],
  ],
  [
    'GetPropertyDw',
    ['int32_t', 'void *'],
    (com) => com.GetPropertyDw(11, { value: 99 }),
    [11, [at('uint32_t', 0, 99)]],
  ],
];

/** What is at an address, in the form of what is expected there. */
function seen(value: unknown, expected: unknown): unknown {
  if (!Array.isArray(expected) || value === null) return value;
  return (expected as ReturnType<typeof at>[]).map(({ type, offset }) => {
    if (type === 'chars') {
      const bytes = Buffer.from(
        Array.from({ length: 256 }, (_, i) => read(value, 'uint8_t', offset + i) as number),
      );
      return at(type, offset, bytes.toString('utf8', 0, bytes.indexOf(0)));
    }
    if (type === 'nth str') {
      return at(type, offset, textAt(read(read(value, 'void *', POINTER), 'void *', offset * POINTER)));
    }
    return at(type, offset, read(value, type, offset));
  });
}

/** A transport that koffi makes, which notes what is called; nothing of this package is in it. */
function strange(change: (name: string, values: unknown[]) => void = () => undefined) {
  const calls: [string, ...unknown[]][] = [];
  const slots = rows.map(([name, parameters, , got]): Slot => {
    const run = (...values: unknown[]) => {
      calls.push([name, ...values.map((value, i) => seen(value, got[i]))]);
      change(name, values);
      return ANSWER;
    };
    return ['uint32_t', parameters, run];
  });
  const made = comObject([IUnknown.iid, IHTTPMailTransport.iid], slots);
  const com = ComTransport.from(made.address);
  later(() => com.release());
  return { made, com, calls };
}

describe('on a transport that is not of this package', () => {
  test('there is a row for each slot', () => {
    expect(rows.length).toBe(36 - 3);
  });

  test.each(rows)('%s reaches its slot', (name, _parameters, ask, got) => {
    const { com, calls } = strange();
    expect(ask(com)).toBe(ANSWER);
    expect(calls).toEqual([[name, ...got]]);
  });

  test('out-parameters bring back what was left there, whatever was answered', () => {
    const { com } = strange((name, values) => {
      const place = values.at(-1);
      if (name === 'GetStatus') write(place, 'uint32_t', 4);
      if (name === 'GetPropertyDw') write(place, 'uint32_t', 0xffff_ffff);
      if (name === 'GetProperty') write(place, 'void *', null);
      if (name === 'GetServerInfo') write(place, 'uint32_t', 25, layouts['offsetof INETSERVER.dwPort']);
    });
    const status: Out<number> = {};
    const number: Out<number> = {};
    const text: Out<string | null> = { value: 'before' };
    const info: Out<object> = { value: server };
    com.GetStatus(status);
    com.GetPropertyDw(1, number);
    com.GetProperty(1, text);
    com.GetServerInfo(info);
    expect([status, number, text]).toEqual([{ value: 4 }, { value: 0xffff_ffff }, { value: null }]);
    expect(info.value).toMatchObject({ ...server, port: 25, account: '', trySicily: false });
  });

  test('what the method does not touch stays', () => {
    const { com } = strange();
    const text: Out<string | null> = { value: 'before' };
    com.GetProperty(1, text);
    expect(text).toEqual({ value: 'before' });
  });

  test('null is NULL', () => {
    const { com, calls } = strange();
    com.GetStatus(null);
    com.GetServerInfo(null);
    com.Connect(null, false, true);
    com.InitNew(null, null, null);
    com.CommandGET(null, null, false, 0);
    com.CommandPUT(null, null, 5, 0);
    com.MarkRead(null, null, false, 0);
    com.PostContact(null, null, 0);
    com.GetProperty(0, null);
    expect(calls).toEqual([
      ['GetStatus', null],
      ['GetServerInfo', null],
      ['Connect', null, 0, 1],
      ['InitNew', null, null, null],
      ['CommandGET', null, null, 0, 0],
      ['CommandPUT', null, null, 5, 0],
      ['MarkRead', null, null, 0, 0],
      ['PostContact', null, null, 0],
      ['GetProperty', 0, null],
    ]);
  });

  test('text of 256 bytes leaves no NUL, longer is refused', () => {
    const full = 'x'.repeat(256);
    let found = '';
    const { com } = strange((name, [place]) => {
      const offset = layouts['offsetof INETSERVER.szUserName']!;
      if (name === 'Connect') {
        found = String.fromCharCode(
          ...Array.from({ length: 256 }, (_, i) => read(place, 'uint8_t', offset + i) as number),
        );
      }
    });
    com.Connect({ userName: full }, false, false);
    expect(found).toBe(full);
    expect(thrown(() => com.Connect({ userName: `${full}x` }, false, false))).toMatchObject({
      code: 'ERR_IMNXPORT_INVALID_ARG',
      argument: 'pInetServer.userName',
    });
  });

  test('it has one reference of its own, until it is released', () => {
    const { made, com } = strange();
    expect(made.references).toBe(1);
    com.release();
    com.release();
    expect(made.references).toBe(0);
    expect(com.released).toBe(true);
    expect(thrown(() => com.GetIXPType())).toMatchObject({ code: 'ERR_IMNXPORT_RELEASED' });
  });

  test('a ComPointer of another interface is asked for IHTTPMailTransport', () => {
    const { made } = strange();
    using pointer = ComPointer.addRef(made.address, IUnknown);
    const before = made.references;
    using com = ComTransport.from(pointer);
    expect(made.references).toBe(before + 1);
    expect(com.GetIXPType()).toBe(ANSWER);
  });

  test('a stream or callback of another interface is asked for the right one, and refused without it', () => {
    const { made, com, calls } = strange();
    using pointer = ComPointer.addRef(made.address, IUnknown);
    expect(thrown(() => com.CommandPOST('/a', pointer, null, 0))).toMatchObject({
      code: 'ERR_IMNXPORT_NOINTERFACE',
    });
    expect(calls).toEqual([]);
    using stream = ComPointer.addRef(made.address, IStream);
    com.CommandPOST('/a', stream, null, 0);
    expect(calls).toEqual([['CommandPOST', '/a', made.address, null, 0]]);
  });

  test('an object without IHTTPMailTransport is refused', () => {
    const none = comObject([IUnknown.iid], []);
    using pointer = ComPointer.addRef(none.address, IUnknown);
    expect(thrown(() => ComTransport.from(pointer))).toMatchObject({ code: 'ERR_IMNXPORT_NOINTERFACE' });
    expect(none.references).toBe(1);
  });
});

describe('what cannot be made a parameter is refused by its documented name', () => {
  const wrong: [string, (com: ComTransport) => number, string][] = [
    ['text', (com) => com.CommandDELETE(5 as never, 0), 'pszPath'],
    ['a NUL in text', (com) => com.CommandDELETE('a\0b', 0), 'pszPath'],
    ['a number', (com) => com.CommandDELETE('/a', '0' as never), 'dwContext'],
    ['over 32 bits', (com) => com.CommandDELETE('/a', 2 ** 32), 'dwContext'],
    ['a flag', (com) => com.MarkRead('/a', [], 'x' as never, 0), 'fMarkRead'],
    ['a pointer', (com) => com.CommandPOST('/a', 'x' as never, null, 0), 'pStream'],
    ['a pointer to 0', (com) => com.CommandPOST('/a', 0n, null, 0), 'pStream'],
    ['a pointer to nowhere', (com) => com.CommandPROPFIND('/a', 3n, 0, 0), 'pRequest'],
    ['another object', (com) => com.InitNew('a', null, {} as never), 'pCallback'],
    ['a list', (com) => com.CommandBDELETE('/a', 'x' as never, 0), 'pTargets'],
    ['a list of numbers', (com) => com.CommandGET('/a', [5] as never, true, 0), 'rgszAcceptTypes'],
    ['bytes', (com) => com.CommandPUT('/a', 'x' as never, 1, 0), 'lpvData'],
    ['too few bytes', (com) => com.CommandPUT('/a', Buffer.from('abc'), 4, 0), 'cbSize'],
    ['a server', (com) => com.Connect('x' as never, true, true), 'pInetServer'],
    ['its port', (com) => com.Connect({ port: -1 }, true, true), 'pInetServer.port'],
    ['its flag', (com) => com.Connect({ ssl: 1 as never }, true, true), 'pInetServer.ssl'],
    ['a contact', (com) => com.PostContact('/a', 5 as never, 0), 'pciInfo'],
    ['its text', (com) => com.PatchContact('/a', { email: 5 as never }, 0), 'pciInfo.email'],
    ['an out-parameter', (com) => com.GetStatus(5 as never), 'pCurrentStatus'],
    ['its value', (com) => com.GetStatus({ value: 'x' as never }), 'pCurrentStatus'],
  ];

  test.each(wrong)('%s', (_name, ask, argument) => {
    const { com, calls } = strange();
    const error = thrown(() => ask(com)) as Error;
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG', argument });
    expect(error.message).toContain(argument);
    expect(calls).toEqual([]);
  });
});

describe('transport.com', () => {
  test('answers as the transport does', () => {
    const mail = transport();
    const status: Out<number> = {};
    expect(mail.com.GetStatus(status)).toBe(Hresult.S_OK);
    expect(status.value).toBe(8);
    expect(mail.com.GetIXPType()).toBe(5);
    expect(mail.com.IsState(0)).toBe(Hresult.S_FALSE);
    expect(mail.com.GetStatus(null)).toBe(Hresult.E_INVALIDARG);
    expect(mail.com.CommandPOST(null, null, null, 0)).toBe(Hresult.E_INVALIDARG);
    expect(mail.com.CommandMKCOL('/a', 0)).toBe(Hresult.E_NOTIMPL);
    expect(mail.com.Connect({ serverName: 'mail.example' }, false, false)).toBe(Hresult.S_OK);
    expect(mail.com.Connect({ serverName: 'mail.example' }, false, false)).toBe(
      Hresult.IXP_E_ALREADY_CONNECTED,
    );
    const info: Out<{ serverName?: string }> = {};
    expect(mail.com.GetServerInfo(info)).toBe(Hresult.S_OK);
    expect(info.value!.serverName).toBe('mail.example');
    expect(mail.com.Disconnect()).toBe(Hresult.S_OK);
  });

  test('is one object, which ends with the transport', async () => {
    const mail = transport();
    using watch = mail.toPointer(IInternetTransport);
    const before = unknown.references(watch.address);
    const { com } = mail;
    expect(mail.com).toBe(com);
    expect(unknown.references(watch.address)).toBe(before + 1);
    await mail.close();
    expect(unknown.references(watch.address)).toBe(1);
    for (const use of [() => mail.com, () => com.GetIXPType()]) {
      expect(thrown(use)).toMatchObject({ code: 'ERR_IMNXPORT_CLOSED' });
    }
  });

  test('is made anew after somebody has released it', () => {
    const mail = transport();
    mail.com.release();
    expect(mail.com.GetIXPType()).toBe(5);
  });
});
