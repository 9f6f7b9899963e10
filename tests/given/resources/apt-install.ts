import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const POLICY = '/usr/sbin/policy-rc.d'
const OURS = '# Written by the setup of the Mainstay tests.'

// Prevents starting services only while this process lives. A file left by a killed setup has no effect.
const policy = (): string => `#!/bin/sh
${OURS}
kill -0 ${process.pid} 2>/dev/null && exit 101
exit 0
`

const isForeignPolicy = (): boolean => existsSync(POLICY) && !readFileSync(POLICY, 'utf8').includes(OURS)

// A listener keeps this process alive through Ctrl-C until the policy is removed.
const exitAfterwards = (): (() => void) => {
  const exit = () => process.exit(130)
  process.once('SIGINT', exit).once('SIGTERM', exit)
  return () => void setImmediate(() => process.off('SIGINT', exit).off('SIGTERM', exit))
}

const withoutStartingServices = (run: () => string[]): string[] => {
  if (isForeignPolicy()) return run()
  const release = exitAfterwards()
  writeFileSync(POLICY, policy(), { mode: 0o755 })
  try {
    return run()
  } finally {
    rmSync(POLICY, { force: true })
    release()
  }
}

/**
 * Installs Debian packages that apt-get knows already. Gives up without a word, and soon if there is no
 * network.
 */
export const tryToInstall = (packages: readonly string[]): void => {
  const brief = ['-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::Retries=0']
  const flags = [...brief, 'install', '-y', '--no-install-recommends']
  withoutStartingServices(() => {
    spawnSync('apt-get', [...flags, ...packages], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    return []
  })
}

/** Runs apt-get. Returns one sentence if it failed. */
const aptGet = (...parameters: string[]): string[] => {
  const { status, signal, error } = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...parameters], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status === 0) return []
  const reason = error?.message ?? (signal ? `stopped by ${signal}` : `exit code ${status}`)
  return [`apt-get ${parameters[0]} failed: ${reason}.`]
}

export const INSTALL_COMMAND = 'apt-get install -y --no-install-recommends'

/** Installs Debian packages without starting their services. Returns one sentence per failure. */
export const aptInstall = (packages: readonly string[]): string[] =>
  withoutStartingServices(() => [
    ...aptGet('update'),
    // One by one: a package that a release does not have must not keep the others away.
    ...packages.flatMap((each) => aptGet('install', '-y', '--no-install-recommends', each)),
  ])
