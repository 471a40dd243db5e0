// What apt is asked, and what it knows.
'use strict';
const { must } = require('./exec');

/** Patient with other users of apt and with a slow mirror. */
const aptOptions = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', '-o', 'Dpkg::Use-Pty=0'];
const aptEnv = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };

/** The mirror that this machine's apt uses for the distribution itself. */
async function mirror() {
  const uris = await must('apt-get', ['indextargets', '--format', '$(SITE)', 'Created-By: Packages'], {
    limit: 60,
  });
  const sites = uris.split('\n').filter(Boolean);
  const site = sites.find((name) => !/security|updates/.test(name)) ?? sites[0];
  if (!site) throw new Error('apt knows no mirror');
  return site;
}

module.exports = { aptOptions, aptEnv, mirror };
