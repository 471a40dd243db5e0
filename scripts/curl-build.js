// Builds libcurl once per machine: static, HTTP only, with just the parts that imnxport uses; kept in the cache.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { curlSource } = require('./curl-source');
const { must } = require('./exec');
const { withLock } = require('./lock');
const { step } = require('./log');
const { cacheDir } = require('./paths');
const { mustInRoot } = require('./windows-root');
/** @type {import('./curl-source').Pin} */
const pin = require('./curl-pin.json');

/** What libcurl can do and we never ask of it. Proxies, Basic, Digest and NTLM stay, and so does the wake-up of a multi handle. */
const off = [
  ...['ZLIB', 'BROTLI', 'ZSTD', 'USE_LIBPSL', 'USE_LIBSSH2', 'USE_PKGCONFIG'].map((name) => `CURL_${name}`),
  ...[
    'ALTSVC',
    'SRP',
    'COOKIES',
    'BEARER_AUTH',
    'KERBEROS_AUTH',
    'AWS',
    'DOH',
    'HSTS',
    'NETRC',
    'MIME',
    'FORM_API',
    'GETOPTIONS',
  ].map((name) => `!CURL_DISABLE_${name}`),
  ...[
    'USE_NGHTTP2',
    'USE_LIBIDN2',
    'ENABLE_UNIX_SOCKETS',
    'BUILD_SHARED_LIBS',
    'BUILD_CURL_EXE',
    'BUILD_TESTING',
    'BUILD_EXAMPLES',
  ],
  ...['BUILD_LIBCURL_DOCS', 'BUILD_MISC_DOCS', 'ENABLE_CURL_MANUAL', 'PICKY_COMPILER'],
];

/** On Windows the system does TLS, authentication and international names. */
const windowsFlags = ['CURL_USE_SCHANNEL=ON', 'CURL_WINDOWS_SSPI=ON', 'USE_WIN32_IDN=ON'];

/** As our own code is compiled: the stack guarded, and small rather than unrolled. */
const protectedCode = 'CMAKE_C_FLAGS=-fstack-protector-strong';
const smallCode = 'CMAKE_C_FLAGS_RELEASE=-Os -DNDEBUG';

/** Where systems keep the certificates they trust; fixed when libcurl is built. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
];

/**
 * @typedef {'host' | 'x86_64-w64-mingw32' | 'i686-w64-mingw32'} Target
 * @param {Target} target
 * @param {string} [folder] where it is compiled
 * @returns {string[]} options of CMake
 */
function flags(target, folder = '') {
  const options = ['CMAKE_BUILD_TYPE=Release', 'BUILD_STATIC_LIBS=ON', 'HTTP_ONLY=ON', 'CURL_ENABLE_NTLM=ON'];
  options.push(
    'CMAKE_POSITION_INDEPENDENT_CODE=ON',
    'CMAKE_C_VISIBILITY_PRESET=hidden',
    'CMAKE_INSTALL_LIBDIR=lib',
  );
  for (const name of off) options.push(name.startsWith('!') ? `${name.slice(1)}=ON` : `${name}=OFF`);
  if (target === 'host' && process.platform === 'win32') {
    options.push(...windowsFlags, 'CURL_STATIC_CRT=ON', 'CMAKE_MSVC_RUNTIME_LIBRARY=MultiThreaded');
  } else if (target === 'host') {
    // OpenSSL's headers write the name of the file into what is compiled with them: it tells of this machine, and differs each time.
    options.push(`${protectedCode} "-ffile-prefix-map=${folder}=."`, smallCode);
    const bundle = bundles.find((file) => fs.existsSync(file)) ?? bundles[0];
    options.push('CURL_USE_OPENSSL=ON', 'OPENSSL_USE_STATIC_LIBS=ON', `CURL_CA_BUNDLE=${bundle}`);
    // Without GSSAPI there is nothing to negotiate with.
    options.push('CURL_DISABLE_NEGOTIATE_AUTH=ON');
  } else {
    options.push(protectedCode, smallCode, ...windowsFlags, ...crossOptions(target));
  }
  return options.map((option) => `-D${option}`);
}

/** How CMake is told to build for Windows with MinGW-w64. */
function crossOptions(/** @type {Target} */ target) {
  return [
    'CMAKE_SYSTEM_NAME=Windows',
    `CMAKE_C_COMPILER=${target}-gcc-posix`,
    `CMAKE_CXX_COMPILER=${target}-g++-posix`,
    `CMAKE_RC_COMPILER=${target}-windres`,
    `CMAKE_FIND_ROOT_PATH=/usr/${target}`,
    ...['PROGRAM=NEVER', 'LIBRARY=ONLY', 'INCLUDE=ONLY'].map((mode) => `CMAKE_FIND_ROOT_PATH_MODE_${mode}`),
  ];
}

/** The version of OpenSSL's headers, which libcurl is compiled against; '' when they are elsewhere. */
function opensslVersion() {
  try {
    return (
      /OPENSSL_VERSION_STR "([^"]*)"/.exec(fs.readFileSync('/usr/include/openssl/opensslv.h', 'utf8'))?.[1] ??
      ''
    );
  } catch {
    return '';
  }
}

/**
 * The folder (include/, lib/libcurl.a) of the built libcurl; built now when the cache does not have it.
 * @param {Target} [target]
 */
async function ensureCurl(target = 'host') {
  const host = target === 'host';
  // For Windows everything happens where MinGW is.
  const build = host ? must : mustInRoot;
  const msvc = host && process.platform === 'win32';
  // CMake finds Visual Studio by itself, and builds for the architecture of this Node.js.
  const generator = msvc ? ['-A', process.arch === 'ia32' ? 'Win32' : process.arch] : [];
  const compiler = msvc
    ? generator.join('')
    : await build(host ? process.env.CC || 'cc' : `${target}-gcc-posix`, ['--version']);
  const inputs = [
    pin.sha256,
    flags(target),
    compiler,
    process.env.CFLAGS ?? '',
    host ? opensslVersion() : '',
  ];
  const key = crypto.createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 12);
  const platform = host ? `${process.platform}-${process.arch}` : target;
  const prefix = path.join(cacheDir(), `libcurl-${pin.version}-${platform}-${key}`);
  if (fs.existsSync(prefix)) return prefix;

  await withLock(prefix, async () => {
    if (fs.existsSync(prefix)) return;
    const tarball = await curlSource(pin);
    const work = fs.mkdtempSync(path.join(cacheDir(), 'build-'));
    try {
      await step(`libcurl ${pin.version} for ${platform}: building, once per machine`, async () => {
        await build('cmake', ['-E', 'tar', 'xzf', tarball], { cwd: work });
        const install = path.join(work, 'install');
        const configure = [
          '-S',
          `curl-${pin.version}`,
          '-B',
          'build',
          `-DCMAKE_INSTALL_PREFIX=${install}`,
          ...generator,
          ...flags(target, work),
        ];
        await build('cmake', configure, { cwd: work });
        await build(
          'cmake',
          [
            ...'--build build --config Release --target install -j'.split(' '),
            String(os.availableParallelism()),
          ],
          { cwd: work },
        );
        fs.copyFileSync(path.join(work, `curl-${pin.version}`, 'COPYING'), path.join(install, 'COPYING'));
        // Seen by others only when it is whole.
        fs.renameSync(install, prefix);
      });
    } finally {
      fs.rmSync(work, { recursive: true, force: true });
    }
  });
  return prefix;
}

module.exports = { ensureCurl, crossOptions, pin };
