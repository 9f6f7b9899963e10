import path from 'node:path'
import { type Clock, MINUTE_MS } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { MadePictures } from './made-pictures-store.ts'
import type { PictureAnswer } from './make-picture-action.ts'
import { once } from './once.ts'
import {
  type FindPicture,
  isOffered,
  MAX_PICTURE_BYTES,
  type PictureState,
  pictureAddress,
  type WantedPicture,
} from './picture.ts'
import type { PictureFile } from './picture-folder-store.ts'
import { openPictureIndex, type PictureIndex } from './picture-index-store.ts'
import type { PictureMaker } from './picture-maker-gateway.ts'

export type PictureStore = {
  /** Looks at the named pictures. One that cannot be looked at in time is `unknown`. */
  describe: (names: Iterable<string>) => Promise<FindPicture>
  /** Looks at a picture that somebody asks for. A name without a file is not logged. */
  look: (name: string) => Promise<PictureState>
  /** Returns whether a picture with this content has such a name. */
  hasName: PictureIndex['hasName']
  /** Returns the file of one form, which is made if it is missing. */
  make: (wanted: WantedPicture) => Promise<MadePicture>
}

type MadePicture = string | 'not-offered' | 'busy'

type Needs = {
  /** The newsroom's originals. Nothing else reads them. */
  directory: string
  made: MadePictures
  maker: PictureMaker
  log: Log
  now: Clock
  waitMs?: number
}

// A page is sent without a picture's size rather than late.
const WAIT_MS = 2_000

/** Knows the newsroom's pictures and what was made of them. Names in the log what it does not serve. */
export const openPictureStore = ({
  directory,
  made,
  maker,
  log,
  now,
  waitMs = WAIT_MS,
}: Needs): PictureStore => {
  const index = openPictureIndex(directory)
  const record = openRecord({ log, now })
  const lookOnce = once(looking({ index, record, made, maker }))
  const makeOnce = once(making({ index, record, made, maker, look: lookOnce }))
  return {
    describe: async (names) => {
      const states = new Map<string, PictureState>()
      const looks = [...new Set(names)].map(async (name) => states.set(name, await lookOnce(name)))
      await inTime(Promise.all(looks), waitMs)
      return (name) => states.get(name) ?? 'unknown'
    },
    look: async (name) => ((await index.find(name)) ? lookOnce(name) : 'unusable'),
    hasName: index.hasName,
    make: (wanted) => makeOnce(pictureAddress(wanted.hash, wanted.wanted), wanted),
  }
}

/** Waits for the end of work, but not longer. */
const inTime = async (work: Promise<unknown>, waitMs: number): Promise<void> => {
  let timeout: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timeout = setTimeout(resolve, waitMs)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timeout))
}

/** `until` is the time when the file is looked at again. Null: never, unless it changes. */
type Known = { version: string; state: PictureState; until: Date | null }
type Version = Pick<PictureFile, 'name' | 'version'>

// A picture whose work ended early may be good on a quieter machine.
const FORGET_AFTER_MS = 10 * MINUTE_MS

/** Remembers what is known of each version of a file, and says once what is not served. */
const openRecord = ({ log, now }: Pick<Needs, 'log' | 'now'>) => {
  const known = new Map<string, Known>()
  const warned = new Map<string, string>()
  const refuse = ({ name, version }: Version, reason: string, until: Date | null = null): PictureState => {
    known.set(name, { version, state: 'unusable', until })
    if (warned.get(name) !== version) log.warn('picture not served', { file: name, reason })
    warned.set(name, version)
    return 'unusable'
  }
  return {
    find: ({ name, version }: Version): PictureState | null => {
      const found = known.get(name)
      if (found?.version !== version) return null
      return found.until === null || now() < found.until ? found.state : null
    },
    refuse,
    cannotKeep: ({ name }: Version): MadePicture => {
      log.error('picture not made', { file: name, reason: 'nothing can be written to DATA_DIR' })
      return 'busy'
    },
    take: (file: Version, answer: PictureAnswer): PictureState => {
      if (answer.ok) {
        known.set(file.name, { version: file.version, state: answer.facts, until: null })
        return answer.facts
      }
      if (answer.isPassing) {
        if (answer.because !== '') log.error('picture not made', { file: file.name, reason: answer.because })
        return 'unknown'
      }
      const until = answer.isLasting ? null : new Date(now().getTime() + FORGET_AFTER_MS)
      return refuse(file, answer.because, until)
    },
  }
}

type Parts = Pick<Needs, 'made' | 'maker'> & { index: PictureIndex; record: ReturnType<typeof openRecord> }

const looking =
  ({ index, record, made, maker }: Parts) =>
  async (name: string): Promise<PictureState> => {
    const file = await index.find(name)
    if (!file) return record.refuse({ name, version: '' }, 'there is no such file in the folder for pictures')
    const before = record.find(file)
    if (before) return before
    if (file.bytes > MAX_PICTURE_BYTES) return record.refuse(file, 'it is larger than 30 MB')
    const hash = await index.hashOf(file)
    if (hash === null) return 'unknown'
    const facts = await made.findFacts(hash)
    if (facts) return record.take(file, { ok: true, facts })
    const answer = await maker.ask({ do: 'describe', path: file.path, hash })
    // Without this note the picture is described again at the next start, and no more.
    if (answer.ok) await made.keepFacts(answer.facts).catch(() => {})
    return record.take(file, answer)
  }

const making =
  ({ index, record, made, maker, look }: Parts & { look: (name: string) => Promise<PictureState> }) =>
  async (address: string, { hash, wanted }: WantedPicture): Promise<MadePicture> => {
    const file = await index.findByHash(hash)
    if (!file) return 'not-offered'
    const state = await look(file.name)
    if (state === 'unknown') return 'busy'
    if (state === 'unusable' || !isOffered(state, wanted)) return 'not-offered'
    const name = path.basename(address)
    const ready = await made.find(name)
    if (ready !== null) return ready
    const target = await made.begin().catch(() => null)
    if (!target) return record.cannotKeep(file)
    const task = { do: 'make', path: file.path, hash, wanted, target: target.file } as const
    const answer = await maker.ask(task)
    if (answer.ok) return target.keep(name)
    await target.drop()
    return record.take(file, answer) === 'unusable' ? 'not-offered' : 'busy'
  }
