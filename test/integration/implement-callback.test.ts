// implement(IHTTPMailCallback): JavaScript behind the vtable, called by strangers on this thread and on others.
import {
  IAgileObject,
  IHTTPMailCallback,
  IImnxportCallback,
  IStream,
  ITransportCallback,
  IUnknown,
} from '../../dist/com/guid.js';
import { implement } from '../../dist/com/implement.js';
import type {
  CallbackQuestion,
  CallbackResponse,
  HttpMailCallback,
  ImplementOptions,
} from '../../dist/com/implement-callback.js';
import { Hresult } from '../../dist/hresult.js';
import { native } from '../../dist/native.js';
import { currentThreadId } from '../../dist/support.js';
import { askInApartment, callHere, type Word } from '../support/caller.js';
import { call, callElsewhere, type CType, unknown } from '../support/com.js';
import { deferred, later } from '../support/real.js';
import { list, type MemberValue, putText, structure, textOf } from '../support/structures.js';

const SENDER = 0x5550n;
const TIMEOUT: CType[] = ['void *', 'void *'];
const PROMPT: CType[] = ['uint32_t', 'str', 'str', 'uint32_t', 'void *'];

/** An object, released when the test has ended. */
function made(handlers: HttpMailCallback, options?: ImplementOptions) {
  const object = implement(IHTTPMailCallback, handlers, options);
  later(() => object.release());
  return object;
}

type Call = (
  object: bigint,
  slot: number,
  result: CType,
  types: CType[],
  ...values: Word[]
) => Promise<number>;

/** The two ways in which a stranger calls: on the JavaScript thread, and on another. */
const ways: [string, Call][] = [
  ['here', (object, slot, _result, _types, ...values) => Promise.resolve(callHere(object, slot, ...values))],
  ['elsewhere', (...args) => callElsewhere(...args) as Promise<number>],
];

describe.each(ways)('called %s', (way, at) => {
  const here = currentThreadId();

  test('OnStatus tells the status, who says so and on which thread', async () => {
    const told = deferred<unknown>();
    const object = made({ onStatus: told.resolve });
    expect(await at(object.address, 6, 'uint32_t', ['uint32_t', 'void *'], 3, SENDER)).toBe(Hresult.S_OK);
    const info = (await told.promise) as { threadId: number };
    expect(info).toEqual({ status: 3, sender: SENDER, threadId: expect.any(Number) as number });
    expect(info.threadId === here).toBe(way === 'here');
  });

  test('OnError tells the whole IXPRESULT', async () => {
    const told = deferred<unknown>();
    const object = made({ onError: told.resolve });
    const result = structure('IXPRESULT', {
      hrResult: Hresult.IXP_E_CONN,
      pszResponse: 'HTTP/1.1 500 No',
      uiServerError: 500,
      hrServerError: Hresult.IXP_E_HTTP_INTERNAL_ERROR,
      dwSocketError: 111,
      pszProblem: 'grüße',
    });
    const answer = await at(object.address, 7, 'uint32_t', ['uint32_t', 'void *', 'void *'], 1, result, null);
    expect(answer).toBe(Hresult.S_OK);
    expect(await told.promise).toMatchObject({
      status: 1,
      sender: 0n,
      result: {
        hresult: Hresult.IXP_E_CONN,
        response: 'HTTP/1.1 500 No',
        serverError: 500,
        serverHresult: Hresult.IXP_E_HTTP_INTERNAL_ERROR,
        socketError: 111,
        problem: 'grüße',
      },
    });
  });

  test('OnCommand tells the line', async () => {
    const told = deferred<unknown>();
    const object = made({ onCommand: told.resolve });
    const parameters: CType[] = ['uint32_t', 'str', 'uint32_t', 'void *'];
    expect(await at(object.address, 8, 'uint32_t', parameters, 1, 'HTTP/1.1 200 OK', 5, SENDER)).toBe(0);
    expect(await told.promise).toMatchObject({
      type: 1,
      line: 'HTTP/1.1 200 OK',
      response: 5,
      sender: SENDER,
    });
  });

  test('OnTimeout answers with the number of seconds', async () => {
    const object = made({ onTimeout: ({ timeout, sender }) => (sender === SENDER ? timeout * 2 : null) });
    const seconds = Buffer.from(Uint32Array.of(30).buffer);
    expect(await at(object.address, 3, 'uint32_t', TIMEOUT, seconds, SENDER)).toBe(Hresult.S_OK);
    expect(seconds.readUInt32LE()).toBe(60);
    expect(await at(object.address, 3, 'uint32_t', TIMEOUT, seconds, 0x10n)).toBe(Hresult.S_FALSE);
    expect(seconds.readUInt32LE()).toBe(60);
  });

  test('OnLogonPrompt has the server, and is answered in it', async () => {
    const asked: unknown[] = [];
    const object = made({
      onLogonPrompt: ({ server }) => {
        asked.push(server);
        return server.userName === 'nobody' ? null : { user: 'Jörg', password: 'geheim' };
      },
    });
    const server = structure('INETSERVER', { dwPort: 8080, fSSL: 1 });
    putText(server, 'INETSERVER', 'szServerName', 'mail.example');
    putText(server, 'INETSERVER', 'szUserName', 'a longer name');
    expect(await at(object.address, 4, 'uint32_t', TIMEOUT, server, SENDER)).toBe(Hresult.S_OK);
    expect(asked).toMatchObject([
      { serverName: 'mail.example', userName: 'a longer name', port: 8080, ssl: true, password: '' },
    ]);
    // The rest of a longer name is gone, not only its beginning.
    const start = native().layouts['offsetof INETSERVER.szUserName']!;
    expect(server.subarray(start + Buffer.byteLength('Jörg'), start + 256).every((byte) => byte === 0)).toBe(
      true,
    );
    expect(textOf(server, 'INETSERVER', 'szServerName')).toBe('mail.example');

    putText(server, 'INETSERVER', 'szUserName', 'nobody');
    const before = Buffer.from(server);
    expect(await at(object.address, 4, 'uint32_t', TIMEOUT, server, SENDER)).toBe(Hresult.S_FALSE);
    expect(server.equals(before)).toBe(true);
  });

  test('OnPrompt answers with the button', async () => {
    const asked: unknown[] = [];
    const object = made({
      onPrompt: (prompt) => {
        asked.push(prompt);
        return prompt.type === 4 ? 6 : null;
      },
    });
    const ask = (type: number) =>
      at(object.address, 5, 'int32_t', PROMPT, 0x80004005, 'Really?', 'Question', type, SENDER);
    expect(await ask(4)).toBe(6); // MB_YESNO, IDYES
    expect(await ask(0)).toBe(2); // IDCANCEL
    expect(asked[0]).toMatchObject({ error: 0x80004005, text: 'Really?', caption: 'Question', type: 4 });
  });

  test('GetParentWindow answers with the window, or that there is none', async () => {
    let window: bigint | null = 0x7fff_0000n;
    const object = made({ getParentWindow: () => window });
    const place = Buffer.alloc(8, 0xff);
    expect(await at(object.address, 10, 'uint32_t', ['void *'], place)).toBe(Hresult.S_OK);
    expect(place.readUInt32LE()).toBe(0x7fff_0000);
    window = null;
    expect(await at(object.address, 10, 'uint32_t', ['void *'], place)).toBe(Hresult.E_NOTIMPL);
    expect(place.readUInt32LE()).toBe(0);
  });

  test('without handlers it answers as a user who cancels', async () => {
    const object = made({});
    const seconds = Buffer.alloc(4);
    const server = structure('INETSERVER', {});
    expect(await at(object.address, 3, 'uint32_t', TIMEOUT, seconds, null)).toBe(Hresult.S_FALSE);
    expect(await at(object.address, 4, 'uint32_t', TIMEOUT, server, null)).toBe(Hresult.S_FALSE);
    expect(await at(object.address, 5, 'int32_t', PROMPT, 0, 'text', null, 0, null)).toBe(2);
    expect(await at(object.address, 6, 'uint32_t', ['uint32_t', 'void *'], 3, null)).toBe(Hresult.S_OK);
    expect(await at(object.address, 10, 'uint32_t', ['void *'], Buffer.alloc(8))).toBe(Hresult.E_NOTIMPL);
  });

  test('NULL where something is needed is E_INVALIDARG', async () => {
    const object = made({ onTimeout: () => 5, onLogonPrompt: () => null });
    for (const [slot, parameters] of [
      [3, TIMEOUT],
      [4, TIMEOUT],
      [9, ['void *']],
      [10, ['void *']],
    ] as [number, CType[]][]) {
      const nulls = parameters.map(() => null as Word);
      expect(await at(object.address, slot, 'uint32_t', parameters, ...nulls)).toBe(Hresult.E_INVALIDARG);
    }
    const parameters: CType[] = ['uint32_t', 'void *', 'void *'];
    expect(await at(object.address, 7, 'uint32_t', parameters, 1, null, null)).toBe(Hresult.E_INVALIDARG);
  });
});

describe('OnResponse', () => {
  const text = (value: string) => Buffer.from(`${value}\0`);
  type Filled = [members: Record<string, MemberValue>, name: string];
  /** What the union has, by the command; and what the handler gets. */
  const rows: [string, number, Filled, Partial<CallbackResponse>][] = [
    ['nothing', 0, [{}, 'HTTPMAILPOST'], { post: null, answer: null }],
    [
      'GetProperty',
      1,
      [{ type: 3, pszProp: '/inbox/', dwProp: 9 }, 'HTTPMAILGETPROP'],
      { post: null, answer: { type: 3, text: '/inbox/', number: 9 } },
    ],
    [
      'CommandGET',
      2,
      [
        {
          fTotalKnown: 1,
          cbIncrement: 3,
          cbCurrent: 5,
          cbTotal: 9,
          pvBody: text('abcd'),
          pszContentType: 'a/b',
        },
        'HTTPMAILGET',
      ],
      {
        post: null,
        answer: {
          ...{ totalKnown: true, increment: 3, current: 5, total: 9, contentType: 'a/b' },
          body: new Uint8Array(Buffer.from('abc')),
        },
      },
    ],
    ...[3, 4, 17].map((command): [string, number, Filled, Partial<CallbackResponse>] => [
      `post, command ${command}`,
      command,
      [
        { pszLocation: 'http://x/1', fResend: 1, cbIncrement: 2, cbCurrent: 3, cbTotal: 0xffff_ffff },
        'HTTPMAILPOST',
      ],
      {
        post: { location: 'http://x/1', resend: true, increment: 2, current: 3, total: 0xffff_ffff },
        answer: null,
      },
    ]),
    ['CommandDELETE', 5, [{ pszLocation: 'garbage' }, 'HTTPMAILPOST'], { post: null, answer: null }],
    [
      'CommandBDELETE',
      6,
      [
        {
          cMemberError: 2,
          prgMemberError: list('HTTPMEMBERERROR', [
            { pszHref: 'a', hrResult: 0 },
            { pszHref: null, hrResult: 0x80004005 },
          ]),
        },
        'HTTPMEMBERERRORLIST',
      ],
      {
        answer: [
          { href: 'a', hresult: 0 },
          { href: null, hresult: 0x80004005 },
        ],
      },
    ],
    ['CommandMKCOL', 9, [{ pszLocation: '/new/' }, 'HTTPMAILLOCATION'], { answer: { location: '/new/' } }],
    ['CommandCOPY', 10, [{ pszLocation: null }, 'HTTPMAILLOCATION'], { answer: { location: null } }],
    [
      'CommandBMOVE',
      13,
      [
        {
          cBCopyMove: 1,
          prgBCopyMove: list('HTTPMAILBCOPYMOVE', [{ pszHref: 'a', pszLocation: 'b', hrResult: 1 }]),
        },
        'HTTPMAILBCOPYMOVELIST',
      ],
      { answer: [{ href: 'a', location: 'b', hresult: 1 }] },
    ],
    [
      'MemberInfo',
      14,
      [
        {
          cMemberInfo: 2,
          prgMemberInfo: list('HTTPMEMBERINFO', [
            { pszHref: '/inbox/', fIsFolder: 1, pszDisplayName: 'Inbox', dwUnreadCount: 7, tySpecial: 2 },
            { pszHref: '/inbox/1', fRead: 1, fHasAttachment: 1, pszSubject: 'hello', dwContentLength: 99 },
          ]),
        },
        'HTTPMEMBERINFOLIST',
      ],
      {
        answer: [
          expect.objectContaining({
            href: '/inbox/',
            isFolder: true,
            unreadCount: 7,
            special: 2,
            subject: null,
          }),
          expect.objectContaining({ isFolder: false, read: true, hasAttachment: true, contentLength: 99 }),
        ] as never,
      },
    ],
    ['an empty list', 15, [{ cMemberInfo: 5, prgMemberInfo: null }, 'HTTPMEMBERINFOLIST'], { answer: [] }],
    [
      'ListContacts',
      18,
      [
        {
          cContactId: 1,
          prgContactId: list('HTTPCONTACTID', [{ pszHref: 'h', pszId: 'i', tyContact: 1, pszModified: 'm' }]),
        },
        'HTTPCONTACTIDLIST',
      ],
      { answer: [{ href: 'h', id: 'i', type: 1, modified: 'm' }] },
    ],
    [
      'ContactInfo',
      19,
      [
        {
          cContactInfo: 1,
          prgContactInfo: list('HTTPCONTACTINFO', [{ pszHref: 'h', pszEmail: 'a@b', pszPager: '5' }]),
        },
        'HTTPCONTACTINFOLIST',
      ],
      { answer: [expect.objectContaining({ href: 'h', email: 'a@b', pager: '5', surname: null })] as never },
    ],
    [
      'PostContact',
      20,
      [{ pszHref: 'h', pszId: 'i' }, 'HTTPCONTACTID'],
      { answer: { href: 'h', id: 'i', type: 0, modified: null } },
    ],
  ];

  test.each(rows)('%s', (_name, command, [members, union], expected) => {
    const told: CallbackResponse[] = [];
    const object = made({ onResponse: (response) => void told.push(response) });
    const response = structure('HTTPMAILRESPONSE', { command, dwContext: 0xdead_beef, fDone: 1 });
    const { layouts } = native();
    structure(
      'IXPRESULT',
      { hrResult: 1, pszProblem: 'p' },
      response,
      layouts['offsetof HTTPMAILRESPONSE.rIxpResult'],
    );
    structure(union, members, response, layouts['offsetof HTTPMAILRESPONSE.rPostInfo']);
    expect(callHere(object.address, 9, response)).toBe(Hresult.S_OK);
    expect(told).toEqual([
      expect.objectContaining({
        ...{ command, context: 0xdead_beef, done: true, sender: 0n },
        result: expect.objectContaining({ hresult: 1, problem: 'p', response: null }) as unknown,
        ...expected,
      }),
    ]);
  });

  test('what came is a copy: it may change when the call has returned', async () => {
    const told = deferred<CallbackResponse>();
    const object = made({ onResponse: told.resolve });
    const response = structure('HTTPMAILRESPONSE', { command: 4, dwContext: 1 });
    const location = text('http://x/1');
    const at = native().layouts['offsetof HTTPMAILRESPONSE.rPostInfo'];
    structure('HTTPMAILPOST', { pszLocation: location }, response, at);
    // On another thread it is only queued; by the time it is told, the memory is another's.
    const answered = callElsewhere(object.address, 9, 'uint32_t', ['void *'], response);
    const info = await told.promise;
    await answered;
    location.fill(0x78);
    expect(info.post!.location).toBe('http://x/1');
  });
});

describe('a question from another thread', () => {
  test('waits for a promise, while this thread goes on', async () => {
    const turns: string[] = [];
    const object = made({
      onTimeout: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        turns.push('answered');
        return 7;
      },
    });
    const seconds = Buffer.alloc(4);
    const called = callElsewhere(object.address, 3, 'uint32_t', TIMEOUT, seconds, null);
    turns.push('called');
    expect(await called).toBe(Hresult.S_OK);
    expect(seconds.readUInt32LE()).toBe(7);
    expect(turns).toEqual(['called', 'answered']);
  });

  test('many wait at once, each for its own answer', async () => {
    const asked: (() => void)[] = [];
    const object = made({
      onTimeout: ({ timeout }) =>
        new Promise((resolve) => {
          asked.push(() => resolve(timeout + 100));
          if (asked.length === 4) for (const answer of asked.reverse()) answer();
        }),
    });
    const places = [1, 2, 3, 4].map((n) => Buffer.from(Uint32Array.of(n).buffer));
    await Promise.all(places.map((at) => callElsewhere(object.address, 3, 'uint32_t', TIMEOUT, at, null)));
    expect(places.map((place) => place.readUInt32LE())).toEqual([101, 102, 103, 104]);
  });

  // The time is what is tested; the test itself waits for nothing but the answer.
  test('gets the cancelling answer at the deadline, and the handler learns of it', async () => {
    const aborted = deferred();
    let late!: () => void;
    const object = made(
      {
        onPrompt: ({ signal }) => {
          signal.addEventListener('abort', () => aborted.resolve());
          return new Promise((resolve) => (late = () => resolve(1)));
        },
      },
      { deadline: 5 },
    );
    expect(await callElsewhere(object.address, 5, 'int32_t', PROMPT, 0, 'text', null, 0, null)).toBe(2);
    await aborted.promise;
    late(); // is ignored
    const turn = await new Promise((resolve) => setImmediate(() => resolve('over')));
    expect(turn).toBe('over');
  });

  test('that was answered does not abort its signal', async () => {
    let signal!: AbortSignal;
    const object = made({
      onTimeout: (question) => {
        ({ signal } = question);
        return 1;
      },
    });
    await callElsewhere(object.address, 3, 'uint32_t', TIMEOUT, Buffer.alloc(4), null);
    await callElsewhere(object.address, 3, 'uint32_t', TIMEOUT, Buffer.alloc(4), null);
    expect(signal.aborted).toBe(false);
  });

  test('may call the object again from its handler', async () => {
    const object = made({
      onTimeout: () => callHere(object.address, 5, 0, 'again', null, 0, null),
      onPrompt: () => 77,
    });
    const seconds = Buffer.alloc(4);
    await callElsewhere(object.address, 3, 'uint32_t', TIMEOUT, seconds, null);
    expect(seconds.readUInt32LE()).toBe(77);
  });
});

describe('on a stack that is not that of JavaScript, where koffi calls', () => {
  test('what tells is told later, in order', async () => {
    const all = deferred();
    const told: number[] = [];
    const object = made({
      onStatus: ({ status }) => {
        if (told.push(status) === 1000) all.resolve();
      },
    });
    const numbers = Array.from({ length: 1000 }, (_, i) => i);
    for (const i of numbers) {
      expect(call(object.address, 6, 'uint32_t', ['uint32_t', 'void *'], i, SENDER)).toBe(Hresult.S_OK);
    }
    expect(told).toEqual([]);
    await all.promise;
    expect(told).toEqual(numbers);
  });

  test('what asks is answered as by a user who cancels', () => {
    const onTimeout = jest.fn(() => 5);
    const onPrompt = jest.fn(() => 5);
    const object = made({ onTimeout, onPrompt });
    const seconds = Buffer.from(Uint32Array.of(30).buffer);
    expect(call(object.address, 3, 'uint32_t', TIMEOUT, seconds, SENDER)).toBe(Hresult.S_FALSE);
    expect(seconds.readUInt32LE()).toBe(30);
    expect(call(object.address, 5, 'uint32_t', PROMPT, 0, 'text', null, 0, null)).toBe(2); // IDCANCEL
    expect(onTimeout).not.toHaveBeenCalled();
    expect(onPrompt).not.toHaveBeenCalled();
  });
});

describe('the object', () => {
  test('is agile, and has the interfaces of a callback under one identity', () => {
    const object = made({});
    using identity = object.queryInterface(IUnknown);
    for (const iid of [ITransportCallback, IHTTPMailCallback, IImnxportCallback, IAgileObject]) {
      using pointer = object.queryInterface(iid);
      using same = pointer.queryInterface(IUnknown);
      expect(same.address).toBe(identity.address);
    }
    expect(unknown.queryInterface(object.address, IStream.iid)).toEqual({
      hresult: Hresult.E_NOINTERFACE,
      address: null,
    });
  });

  test('the extended questions are left to the documented ones', async () => {
    const object = made({});
    using extended = object.queryInterface(IImnxportCallback);
    expect(await callElsewhere(extended.address, 3, 'uint32_t', ['void *', 'void *'], null, null)).toBe(
      Hresult.S_OK,
    );
    expect(await callElsewhere(extended.address, 5, 'uint32_t', ['void *', 'void *'], null, null)).toBe(
      Hresult.E_NOTIMPL,
    );
    const parameters: CType[] = ['uint64_t', 'uint32_t', 'void *'];
    expect(await callElsewhere(extended.address, 6, 'uint32_t', parameters, 1, 1, null)).toBe(
      Hresult.E_NOTIMPL,
    );
  });

  test('marshals itself to every apartment of the process (Windows)', () => {
    const object = made({});
    const before = unknown.references(object.address);
    const IMarshal = '{00000003-0000-0000-C000-000000000046}';
    const { hresult, address } = unknown.queryInterface(object.address, IMarshal);
    expect(hresult).toBe(process.platform === 'win32' ? Hresult.S_OK : Hresult.E_NOINTERFACE);
    if (address !== null) unknown.release(address);
    expect(unknown.references(object.address)).toBe(before);
  });

  test('counts references on every thread', async () => {
    const object = made({});
    expect(unknown.addRef(object.address)).toBe(2);
    expect(await callElsewhere(object.address, 1, 'uint32_t')).toBe(3);
    expect(await callElsewhere(object.address, 2, 'uint32_t')).toBe(2);
    expect(unknown.release(object.address)).toBe(1);
  });

  test('goes with its last reference, wherever that is given back', async () => {
    const open = native().openObjects;
    const object = implement(IHTTPMailCallback, {});
    expect(native().openObjects).toBe(open + 1);
    object.release();
    expect(native().openObjects).toBe(open);

    const other = implement(IHTTPMailCallback, {});
    const address = other.detach();
    expect(native().openObjects).toBe(open + 1);
    expect(await callElsewhere(address, 2, 'uint32_t')).toBe(0);
    while (native().openObjects > open) await new Promise((resolve) => setImmediate(resolve));
  });

  test('goes on telling when its ComPointer was given away', async () => {
    const told = deferred<unknown>();
    const address = implement(IHTTPMailCallback, { onStatus: told.resolve }).detach();
    await callElsewhere(address, 6, 'uint32_t', ['uint32_t', 'void *'], 4, null);
    expect(await told.promise).toMatchObject({ status: 4 });
    expect(unknown.release(address)).toBe(0);
  });

  test('calls methods on the object that they are of, also later ones', () => {
    class Handlers implements HttpMailCallback {
      seconds = 3;
      onTimeout(): number {
        return this.seconds;
      }
    }
    const handlers: HttpMailCallback & { seconds: number } = new Handlers();
    const object = made(handlers);
    const seconds = Buffer.alloc(4);
    callHere(object.address, 3, seconds, null);
    expect(seconds.readUInt32LE()).toBe(3);
    handlers.onTimeout = (_question: CallbackQuestion) => 4;
    callHere(object.address, 3, seconds, null);
    expect(seconds.readUInt32LE()).toBe(4);
  });
});

// A wait that dispatches nothing would last until the deadline: the handler answers only when the message has come.
const windows = process.platform === 'win32' ? test : undefined;
windows?.('a question from a single-threaded apartment keeps its messages going', async () => {
  const dispatched = deferred();
  const object = made({
    onStatus: ({ status }) => {
      if (status === 42) dispatched.resolve();
    },
    onTimeout: async () => {
      await dispatched.promise;
      return 9;
    },
  });
  const seconds = Buffer.alloc(4);
  expect(await askInApartment(object.address, seconds)).toBe(Hresult.S_OK);
  expect(seconds.readUInt32LE()).toBe(9);
});
