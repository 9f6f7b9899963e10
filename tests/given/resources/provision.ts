import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { aptInstall, INSTALL_COMMAND, tryToInstall } from './apt-install.ts'

/** Programs that the tests start. */
export type Programs = { initdb: string; postgres: string; chromium: string }

/** A Debian package, and whether its programs are installed from any source. */
export type NeededPackage = {
  package: string
  isInstalled: () => boolean
  /** Does the same at a higher cost. */
  substitute?: NeededPackage
}

// Debian's path for other users lacks the administrator's programs.
const DIRECTORIES = () => [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin']

export const findProgram = (...names: string[]): string | null =>
  names
    .flatMap((name) => DIRECTORIES().map((directory) => path.join(directory, name)))
    .find((file) => existsSync(file)) ?? null

// Debian installs the server programs of each version in a separate folder.
const findPostgresProgram = (name: string): string | null => {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base) ? readdirSync(base).sort((one, other) => Number(other) - Number(one)) : []
  const found = versions
    .map((version) => path.join(base, version, 'bin', name))
    .find((file) => existsSync(file))
  return found ?? findProgram(name)
}

// Without windows of its own it takes a quarter of the processor time of a full Chromium.
const HEADLESS_SHELL = 'chromium-headless-shell'

const findChromium = (): string | null =>
  findProgram(HEADLESS_SHELL, 'chromium', 'chromium-browser', 'google-chrome')

const programPackage = (name: string): NeededPackage => ({
  package: name,
  isInstalled: () => findProgram(name) !== null,
})

export const SERVER_PACKAGES: readonly NeededPackage[] = [
  programPackage('redis-server'),
  {
    package: 'postgresql',
    isInstalled: () => findPostgresProgram('initdb') !== null && findPostgresProgram('postgres') !== null,
  },
]

export const TEST_PACKAGES: readonly NeededPackage[] = [
  ...SERVER_PACKAGES,
  {
    ...programPackage(HEADLESS_SHELL),
    substitute: { package: 'chromium', isInstalled: () => findChromium() !== null },
  },
]

/** Packages beyond those of `npm test`. None at present. */
export const DEEP_PACKAGES: readonly NeededPackage[] = []

export const IMAGE_PACKAGES: readonly NeededPackage[] = [
  programPackage('buildah'),
  programPackage('debootstrap'),
]

const notInstalled = (needed: readonly NeededPackage[]): NeededPackage[] =>
  needed.filter((each) => !each.isInstalled())

/** Installs missing packages if allowed and returns them. Otherwise throws with the command to run. */
export const installMissing = (needed: readonly NeededPackage[]): string[] => {
  const missing = notInstalled(needed)
  const required = withoutSubstitute(missing)
  const mayInstall = process.getuid?.() === 0 && findProgram('apt-get') !== null
  const failures = mayInstall ? installEach(missing, required) : []
  const stillMissing = withoutSubstitute(notInstalled(needed))
  if (stillMissing.length === 0) return missing.filter((each) => each.isInstalled()).map(nameOf)
  const names = stillMissing.map((each) => nameOf(each.substitute ?? each)).join(', ')
  throw new Error(
    [
      ...failures,
      `The tests need: ${names}. Run this as root on Debian or Ubuntu:`,
      `  apt-get update && ${INSTALL_COMMAND} ${names.replaceAll(',', '')}`,
    ].join('\n'),
  )
}

const nameOf = (needed: NeededPackage): string => needed.package

const withoutSubstitute = (needed: readonly NeededPackage[]): NeededPackage[] =>
  needed.filter(({ substitute }) => !substitute?.isInstalled())

/** Returns one sentence per failure. A package is no failure if its substitute is there. */
const installEach = (missing: readonly NeededPackage[], required: readonly NeededPackage[]): string[] => {
  if (missing.length === 0) return []
  if (required.length === 0) {
    tryToInstall(missing.map(nameOf))
    return []
  }
  const failures = aptInstall(missing.map(nameOf))
  const substitutes = withoutSubstitute(notInstalled(missing)).flatMap(({ substitute }) => substitute ?? [])
  return substitutes.length === 0 ? failures : [...failures, ...aptInstall(substitutes.map(nameOf))]
}

export const findServerPrograms = (): Pick<Programs, 'initdb' | 'postgres'> => ({
  initdb: findPostgresProgram('initdb') ?? '',
  postgres: findPostgresProgram('postgres') ?? '',
})

/**
 * Finds the programs that tests start and installs missing ones. Throws with the command to run if not
 * allowed.
 */
export const provision = ({ withBrowser }: { withBrowser: boolean }): Programs => {
  installMissing(withBrowser ? TEST_PACKAGES : SERVER_PACKAGES)
  return { ...findServerPrograms(), chromium: findChromium() ?? '' }
}
