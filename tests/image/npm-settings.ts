import { copyFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { mustRun } from './command.ts'

const PASSED_ON = ['registry', 'proxy', 'https-proxy', 'strict-ssl']

const npmSetting = async (name: string): Promise<string | null> => {
  const value = (await mustRun(['npm', 'config', 'get', name])).trim()
  return value === '' || value === 'null' || value === 'undefined' ? null : value
}

/** Writes this machine's package registry and trusted certificates to files for the build only. */
export const npmSecrets = async (directory: string): Promise<Record<string, string>> => {
  const npmrc = path.join(directory, 'npmrc')
  const certificates = path.join(directory, 'certificates')
  const trusted = (await npmSetting('cafile')) ?? process.env['NODE_EXTRA_CA_CERTS'] ?? null
  const lines: string[] = trusted ? ['cafile=/run/secrets/certificates'] : []
  for (const name of PASSED_ON) {
    const value = await npmSetting(name)
    if (value !== null) lines.push(`${name}=${value}`)
  }
  // A proxy's URL may contain a password.
  await writeFile(npmrc, `${lines.join('\n')}\n`, { mode: 0o600 })
  if (trusted) await copyFile(trusted, certificates)
  return trusted ? { npmrc, certificates } : { npmrc }
}
