import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectFile } from '../src/platform/project-files.ts'
import { findNodePackage, NODE_VERSIONS } from './given/resources/node-package.ts'

const USAGE = `npm run test:node -- <version> [script] [parameters]
Runs an npm script, \`check\` if none is named, under another Node.js: ${NODE_VERSIONS.join(', ')}.
`

const run = (parameters: string[], env: NodeJS.ProcessEnv = process.env): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn('npm', parameters, { stdio: 'inherit', cwd: projectFile(), env })
    // Ctrl-C also reaches the child. A signal to this process alone does not.
    const forward = (signal: NodeJS.Signals) => void child.kill(signal)
    process.on('SIGTERM', forward)
    child.once('error', () => resolve(1))
    child.once('exit', (code, signal) => {
      process.off('SIGTERM', forward)
      resolve(signal ? 130 : (code ?? 1))
    })
  })

const runUnder = async (
  nodePackage: string,
  [script = 'check', ...parameters]: string[],
): Promise<number> => {
  const prefix = mkdtempSync(path.join(tmpdir(), 'mainstay-node-'))
  try {
    const flags = ['--prefix', prefix, '--no-save', '--no-package-lock', '--ignore-scripts']
    const installed = await run(['install', ...flags, nodePackage])
    if (installed !== 0) return installed
    const PATH = [path.join(prefix, 'node_modules', '.bin'), process.env['PATH']].join(path.delimiter)
    const env = { ...process.env, PATH }
    await run(['exec', '--call', 'echo "Node.js $(node --version)"'], env)
    return await run(['run', script, ...(parameters.length > 0 ? ['--', ...parameters] : [])], env)
  } finally {
    rmSync(prefix, { recursive: true, force: true })
  }
}

const [version = '', ...scriptAndParameters] = process.argv.slice(2)
const nodePackage = findNodePackage(version)
process.on('SIGINT', () => {})
if (nodePackage === null) process.stderr.write(USAGE)
process.exitCode = nodePackage === null ? 2 : await runUnder(nodePackage, scriptAndParameters)
