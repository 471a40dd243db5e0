# Builds the addon with node-gyp, from the same sources and the same libcurl as CMakeLists.txt.
{
  'includes': ['native/sources.gypi'],
  'variables': {
    # Where a static libcurl is installed: `npm run build:gyp` sets it.
    'curl_dir%': '<!(node -p "process.env.IMNXPORT_CURL_DIR || \'\'")',
  },
  'targets': [{
    'target_name': 'imnxport',
    'sources': ['<@(core_sources)', '<@(foreign_sources)', '<@(binding_sources)'],
    'include_dirs': [
      'native',
      '<(curl_dir)/include',
      '<!(node -p "require(\'node-addon-api\').include_dir")',
      '<!(node -p "require(\'node-api-headers\').include_dir")',
    ],
    'defines': ['NAPI_VERSION=8', 'NAPI_CPP_EXCEPTIONS', 'NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED', 'CURL_STATICLIB'],
    'conditions': [
      ['OS=="win"', {
        'sources': ['<@(win_sources)', '<@(win_foreign_sources)', 'native/binding/addon.rc'],
        'defines': [
          '_WIN32_WINNT=0x0A00', 'UNICODE', '_UNICODE', 'NOMINMAX',
          'IMNXPORT_MAJOR=<!(node -p "require(\'./package.json\').version.split(\'.\')[0]")',
          'IMNXPORT_MINOR=<!(node -p "require(\'./package.json\').version.split(\'.\')[1]")',
          'IMNXPORT_PATCH=<!(node -p "require(\'./package.json\').version.split(\'.\')[2]")',
        ],
        'libraries': ['<(curl_dir)/lib/libcurl.lib', 'ws2_32.lib', 'crypt32.lib', 'bcrypt.lib', 'secur32.lib', 'iphlpapi.lib', 'normaliz.lib',
          'advapi32.lib', 'ole32.lib', 'oleaut32.lib', 'shell32.lib', 'user32.lib', 'winhttp.lib', 'delayimp.lib'],
        'msvs_settings': {'VCCLCompilerTool': {'ExceptionHandling': 1, 'RuntimeLibrary': 0, 'AdditionalOptions': ['/std:c++17', '/utf-8', '/guard:cf']},
          'VCLinkerTool': {'AdditionalOptions': ['/guard:cf', '/DEPENDENTLOADFLAG:0x800']}},
      }, {
        'sources': ['<@(posix_sources)', '<@(posix_foreign_sources)'],
        'cflags_cc!': ['-fno-exceptions', '-fno-rtti'],
        'cflags!': ['-O3'],
        'cflags': ['-Os'],
        'cflags_cc': ['-std=c++17', '-fvisibility=hidden', '-fvisibility-inlines-hidden', '-Wall', '-Wextra', '-fstack-protector-strong'],
        'libraries': ['<(curl_dir)/lib/libcurl.a', '-l:libssl.a', '-l:libcrypto.a', '-ldl', '-pthread'],
        # Nothing that is linked in may be mixed up with Node's own copies, and the code stays mapped when the last worker ends.
        'ldflags': ['-static-libstdc++', '-static-libgcc', '-Wl,--exclude-libs,ALL', '-Wl,-z,nodelete',
          '-Wl,-z,relro,-z,now,-z,noexecstack'],
      }],
      ['OS=="linux"', {'sources': ['<@(linux_sources)']}],
      ['OS=="mac"', {'sources': ['<@(mac_sources)']}],
    ],
  }],
}
