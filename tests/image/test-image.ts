import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectFile } from '../../src/platform/project-files.ts'
import { installMissing, SERVER_PACKAGES } from '../given/resources/provision.ts'
import { findBaseImage } from './base-image.ts'
import { lastLines } from './command.ts'
import type { Container } from './engine.ts'
import { ENGINES, findEngine, type Workplace } from './find-engine.ts'
import { unmountBelow } from './mounts.ts'
import { npmSecrets } from './npm-settings.ts'
import { productionSettings } from './production.ts'
import { type Cleanup, newCleanup, startServers } from './servers.ts'
import { runningSteps, type Step, stopStep } from './steps.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

const interruption = new AbortController()
const { signal } = interruption
const interrupted = new Promise<never>((_resolve, reject) => {
  signal.addEventListener('abort', () => reject(signal.reason))
})
interrupted.catch(() => {})
const interrupt = () => interruption.abort(new Error('interrupted'))
process.on('SIGINT', interrupt).on('SIGTERM', interrupt)

const tally = { passed: 0, failed: 0 }

const runStep = async <Result>(title: string, run: () => Promise<Result>): Promise<Result> => {
  signal.throwIfAborted()
  const startedAt = performance.now()
  const result = await run()
  tally.passed += 1
  say(`✔ ${title} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
  return result
}

const makeWorkplace = async (cleanup: Cleanup): Promise<Workplace> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'mainstay-image-'))
  cleanup.add(async () => {
    await unmountBelow(directory)
    await rm(directory, { recursive: true, force: true })
  })
  // Interrupted engines leave files behind, and the user of Postgres must reach its own.
  process.env['TMPDIR'] = directory
  await chmod(directory, 0o755)
  return { directory, name: `mainstay-test-${randomBytes(4).toString('hex')}`, signal }
}

const measure = async (container: Container): Promise<string> => {
  const { output } = await container.execute(['sh', '-c', 'du -sm /app; du -sm /app/node_modules'])
  const [app, packages] = output.split('\n').map((line) => line.split('\t')[0])
  return `The image adds ${app} MB to its base, ${packages} MB of them packages.`
}

const testImage = async (cleanup: Cleanup): Promise<void> => {
  const wanted = ENGINES.filter((each) => process.argv.length < 3 || process.argv.includes(each))
  const workplace = await makeWorkplace(cleanup)
  const engine = await findEngine(wanted, workplace)
  cleanup.add(engine.removeAll)
  say(`Engine: ${engine.name}`)
  const base = await runStep('the base image is here', () => findBaseImage(engine, workplace))
  say(`Base: ${base.description}`)
  const image = `${workplace.name}-server`
  await runStep('the Dockerfile builds', async () =>
    engine.build({
      context: projectFile(),
      tag: image,
      parameters: { NODE_IMAGE: base.image },
      secrets: await npmSecrets(workplace.directory),
    }),
  )
  const settings = await engine.readSettings(image)
  const servers = await startServers(cleanup, workplace.directory)
  const production = await productionSettings(servers)
  const mounts = { '/newsroom': projectFile('config', 'newsroom') }
  const container = await engine.start({ image, environment: production.environment, mounts })
  try {
    const needs = { container, settings, servers, production }
    const runOne = ({ title, run }: Step) => runStep(title, () => Promise.race([run(), interrupted]))
    for (const step of runningSteps(needs)) await runOne(step)
    say(await measure(container))
    await runOne(stopStep(needs))
  } catch (error) {
    say(`The container said:\n${lastLines(await container.output())}`)
    throw error
  }
}

const cleanup = newCleanup()
try {
  if (process.platform !== 'linux')
    throw new Error('The image is tested on Linux: it uses the network of the machine')
  installMissing(SERVER_PACKAGES)
  await testImage(cleanup)
} catch (error) {
  tally.failed += 1
  say(`✖ ${error instanceof Error ? error.message : String(error)}`)
} finally {
  await cleanup.run()
}
say(`\n${tally.passed} passed, ${tally.failed} failed`)
process.exit(signal.aborted ? 130 : Math.min(tally.failed, 1))
