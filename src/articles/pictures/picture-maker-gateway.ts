import { type ChildProcess, spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { limitConcurrency } from '../../platform/limit-concurrency.ts'
import type { PictureAnswer, PictureTask } from './make-picture-action.ts'

export type PictureMaker = {
  /** Works on one picture after another. A page waits for a description, so that goes first. */
  ask: (task: PictureTask) => Promise<PictureAnswer>
  /** Kills the child process and waits for its end. */
  stop: () => Promise<void>
}

const MAX_WAITING = 200
// The program ends itself at a third of it. Node.js 24 counts 640 MB that it never fills.
const MAX_KILOBYTES = 2_000_000
const IDLE_MS = 15_000

export type PictureTimeouts = { photoMs: number; drawingMs: number }

// A small drawing can ask for hours of work, and all other pictures wait meanwhile.
const TIMEOUTS: PictureTimeouts = { photoMs: 120_000, drawingMs: 20_000 }

/** Decodes pictures in a child process of limited memory and time. The process starts with the first picture. */
export const openPictureMaker = (timeouts = TIMEOUTS): PictureMaker => {
  const places = limitConcurrency({ running: 1, waiting: MAX_WAITING })
  let child: ChildProcess | null = null
  let isStopped = false
  let idle: NodeJS.Timeout | undefined
  const launched = (): ChildProcess => {
    if (child) return child
    const started = launch()
    const forget = () => {
      if (child === started) child = null
    }
    started.once('exit', forget).once('error', forget)
    child = started
    return started
  }
  const endIdle = () => {
    child?.kill('SIGKILL')
    // Forgotten at once: the next picture must not be given to it.
    child = null
  }
  const work = async (task: PictureTask): Promise<PictureAnswer> => {
    if (isStopped) return NOTHING_TO_SAY
    clearTimeout(idle)
    const timeoutMs = (await isPhoto(task.path)) ? timeouts.photoMs : timeouts.drawingMs
    if (isStopped) return NOTHING_TO_SAY
    const answer = await askChild(launched(), task, timeoutMs)
    idle = setTimeout(endIdle, IDLE_MS).unref()
    return isStopped ? NOTHING_TO_SAY : answer
  }
  return {
    ask: async (task) => {
      const answer = await places.run(() => work(task), task.do === 'describe')
      return answer === 'full' ? NOTHING_TO_SAY : answer
    },
    stop: async () => {
      isStopped = true
      clearTimeout(idle)
      if (child) await killed(child)
    },
  }
}

// JPEG, PNG, GIF, WebP, TIFF, and AVIF with its like. Any other content may be a drawing, also a compressed one.
const PHOTO = /^(?:\xff\xd8|\x89PNG|GIF8|RIFF....WEBP|II\*\0|MM\0\*|....ftyp)/s
const SIGNATURE_BYTES = 12

const isPhoto = async (file: string): Promise<boolean> => {
  const handle = await open(file).catch(() => null)
  if (!handle) return false
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SIGNATURE_BYTES), 0, SIGNATURE_BYTES, 0)
    return PHOTO.test(buffer.toString('latin1', 0, bytesRead))
  } finally {
    await handle.close()
  }
}

const passing = (because: string): PictureAnswer => ({ ok: false, because, isPassing: true })

// Too many pictures wait, or the server stops.
const NOTHING_TO_SAY = passing('')

const askChild = (child: ChildProcess, task: PictureTask, timeoutMs: number): Promise<PictureAnswer> =>
  new Promise((resolve) => {
    let isLate = false
    const timeout = setTimeout(() => {
      isLate = true
      child.kill('SIGKILL')
    }, timeoutMs)
    const finish = (answer: PictureAnswer) => {
      clearTimeout(timeout)
      child.off('message', onMessage).off('exit', onExit).off('error', onError)
      resolve(answer)
    }
    const onMessage = (answer: unknown) => finish(answer as PictureAnswer)
    const onExit = () =>
      finish(
        isLate
          ? { ok: false, because: 'it takes too long', isLasting: true }
          : { ok: false, because: 'it takes too much memory, or it is broken' },
      )
    const onError = () => finish(passing('the program for pictures cannot be started'))
    child.on('message', onMessage).on('exit', onExit).on('error', onError)
    child.send(task, (error) => error && !hasEnded(child) && onError())
  })

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

const killed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.pid === undefined || hasEnded(child)) return resolve()
    child.ref()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })

// The shell limits the memory that the program may ask for, where the system can.
const LIMITED = 'ulimit -d "$1" 2>/dev/null; shift; exec "$@"'

const launch = (): ChildProcess => {
  const command = [process.execPath, '--max-old-space-size=64', ...findProgram()]
  const child = spawn('/bin/sh', ['-c', LIMITED, 'sh', String(MAX_KILOBYTES), ...command], {
    // No secrets, and no settings of this process.
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', MALLOC_ARENA_MAX: '2' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  child.on('error', () => {})
  child.unref()
  child.channel?.unref()
  return child
}

/** From source it runs as the source does, by tsx; else as it was built. */
const findProgram = (): string[] => {
  const extension = path.extname(fileURLToPath(import.meta.url))
  const program = fileURLToPath(new URL(`../../picture-maker${extension}`, import.meta.url))
  if (extension !== '.ts') return [program]
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href, program]
}
