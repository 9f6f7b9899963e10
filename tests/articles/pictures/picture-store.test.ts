import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import sharp from 'sharp'
import { openMadePictures } from '../../../src/articles/pictures/made-pictures-store.ts'
import type { PictureFacts, PictureForm } from '../../../src/articles/pictures/picture.ts'
import {
  openPictureMaker,
  type PictureTimeouts,
} from '../../../src/articles/pictures/picture-maker-gateway.ts'
import { openPictureStore, type PictureStore } from '../../../src/articles/pictures/picture-store.ts'
import { HOUR_MS } from '../../../src/platform/clock.ts'
import { type GivenDirectory, givenDirectory } from '../../given/resources/directories.ts'
import { START_AT } from '../../given/start-at.ts'

const GPS = { IFD0: { Artist: 'SECRET NAME' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } }
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#246' } })

const ENOUGH: PictureTimeouts = { photoMs: 60_000, drawingMs: 60_000 }

describe('pictures', () => {
  let place: GivenDirectory
  let originals: string
  let logged: string[]
  let asked: string[]
  let now: Date
  let stops: (() => Promise<void>)[]

  beforeEach(async () => {
    place = await givenDirectory()
    originals = path.join(place.path, 'pictures')
    await mkdir(originals)
    logged = []
    asked = []
    now = START_AT
    stops = []
  })
  afterEach(async () => {
    for (const stop of stops) await stop()
    await place.remove()
  })

  const openStore = (timeouts?: PictureTimeouts, maxBytes?: number): PictureStore => {
    const note = (_: string, { file = '', reason = '' } = {}) => void logged.push(`${file}: ${reason}`)
    const maker = openPictureMaker(timeouts)
    stops.push(maker.stop)
    return openPictureStore({
      directory: originals,
      made: openMadePictures(path.join(place.path, 'made'), maxBytes),
      maker: {
        ...maker,
        ask: (task) => {
          asked.push(path.basename(task.path))
          return maker.ask(task)
        },
      },
      log: { info: note, warn: note, error: note },
      now: () => now,
      waitMs: 60_000,
    })
  }
  const put = async (name: string, bytes: Uint8Array | string) => writeFile(path.join(originals, name), bytes)
  const look = async (store: PictureStore, name: string) => (await store.describe([name]))(name)
  const factsOf = async (store: PictureStore, name: string): Promise<PictureFacts> => {
    const state = await look(store, name)
    return typeof state === 'string' ? assert.fail(`${name}: ${state} ${logged.join()}`) : state
  }
  const webp = (width: number): PictureForm => ({ form: 'width', width, format: 'webp' })
  const jpeg = (width: number): PictureForm => ({ form: 'width', width, format: 'jpg' })
  const allForms: PictureForm[] = [
    webp(320),
    jpeg(320),
    { form: 'preview' },
    { form: 'card' },
    { form: 'icon' },
  ]

  test('no form of a photograph holds its place, its maker or any other metadata, and each stands upright', async () => {
    const photo = await plain(640, 400).withExif(GPS).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    await put('photo.JPG', photo)
    assert.match(photo.toString('latin1'), /SECRET NAME/)
    const store = openStore()
    const facts = await factsOf(store, 'photo.JPG')
    assert.deepEqual([facts.width, facts.height], [400, 640], 'turned upright')
    const sizes: unknown[] = []
    for (const wanted of allForms) {
      const file = await readFile(await store.make({ hash: facts.hash, wanted }))
      const { format, width, height, exif, xmp, iptc, icc } = await sharp(file).metadata()
      assert.deepEqual([exif, xmp, iptc, icc], [undefined, undefined, undefined, undefined], wanted.form)
      assert.doesNotMatch(file.toString('latin1'), /SECRET NAME|Exif|GPS/)
      sizes.push([format, width, height])
    }
    assert.deepEqual(sizes, [
      ['webp', 320, 512],
      ['jpeg', 320, 512],
      ['jpeg', 1200, 630],
      ['jpeg', 1200, 630],
      ['png', 180, 180],
    ])
  })

  test('only offered forms are made, each once, and a store that is opened later serves them by content', async () => {
    await put('Фото дня.png', await plain(500, 300).png().toBuffer())
    const store = openStore()
    const { hash } = await factsOf(store, 'Фото дня.png')
    const [one, other] = await Promise.all([1, 2].map(() => store.make({ hash, wanted: webp(500) })))
    assert.equal(one, other)
    for (const wanted of [webp(640), jpeg(333), { form: 'gif' }] as const)
      assert.equal(await store.make({ hash, wanted }), 'not-offered')
    assert.equal(await store.make({ hash: '0'.repeat(20), wanted: webp(320) }), 'not-offered')
    assert.equal(await openStore().make({ hash, wanted: webp(500) }), one)
    await rm(path.join(originals, 'Фото дня.png'))
    assert.equal(await store.make({ hash, wanted: webp(500) }), 'not-offered', 'the original was withdrawn')
  })

  test('a drawing is drawn in every width; it can name no file and run no script', async () => {
    await put('photo.jpg', await plain(100, 100).jpeg().toBuffer())
    const far =
      '<image href="photo.jpg" width="8" height="4"/><image href="file:///etc/passwd" width="8" height="4"/>'
    await put(
      'chart.svg',
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"><script>alert(1)</script><rect width="8" height="4" fill="#0f0"/>${far}</svg>`,
    )
    const store = openStore()
    const { hash, width, height } = await factsOf(store, 'chart.svg')
    assert.deepEqual([width, height], [1600, 800])
    const made = await store.make({ hash, wanted: webp(1600) })
    const { data, info } = await sharp(made).raw().toBuffer({ resolveWithObject: true })
    assert.deepEqual([info.width, info.height], [1600, 800])
    assert.ok((data[0] ?? 99) < 20 && (data[1] ?? 0) > 230, 'green, not the photograph')
  })

  test('a sign without a background stands on the paper of the pages', async () => {
    await put(
      'icon.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>',
    )
    const store = openStore()
    const { hash } = await factsOf(store, 'icon.svg')
    const card = sharp(await store.make({ hash, wanted: { form: 'card' } }))
    const corner = await card.extract({ left: 452, top: 167, width: 1, height: 1 }).raw().toBuffer()
    const paper = [0xfb, 0xf8, 0xf2]
    assert.ok(
      paper.every((value, index) => Math.abs(value - (corner[index] ?? 0)) < 4),
      [...corner].join(),
    )
  })

  test('a GIF keeps its bytes, and loses its comment', async () => {
    const gif = await plain(8, 4).gif().toBuffer()
    const comment = Buffer.from([0x21, 0xfe, 6, ...Buffer.from('secret'), 0])
    await put('loop.gif', Buffer.concat([gif.subarray(0, -1), comment, gif.subarray(-1)]))
    const store = openStore()
    const { hash, isGif, width } = await factsOf(store, 'loop.gif')
    assert.deepEqual([isGif, width], [true, 8])
    const made = await readFile(await store.make({ hash, wanted: { form: 'gif' } }))
    assert.doesNotMatch(made.toString('latin1'), /secret/)
    assert.equal((await sharp(made).metadata()).format, 'gif')
  })

  test('what cannot be shown is named once with its reason, and not served', async () => {
    const photo = await plain(400, 400).jpeg().toBuffer()
    await put('words.jpg', 'These are words.')
    await put('half.jpg', photo.subarray(0, photo.length / 2))
    await put('large.jpg', Buffer.alloc(30_000_001))
    await put(
      'bomb.png',
      await sharp({ create: { width: 8_000, height: 7_000, channels: 3, background: '#000' } })
        .png()
        .toBuffer(),
    )
    await put(
      'entities.svg',
      '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><g>&a;</g></svg>',
    )
    await put('labels.svg', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><text>A</text></svg>')
    await put('page.gif', '<html><script>alert(1)</script></html>')
    await mkdir(path.join(originals, 'folder.jpg'))
    await writeFile(path.join(place.path, 'outside.jpg'), photo)
    await symlink(path.join(place.path, 'outside.jpg'), path.join(originals, 'link.jpg'))
    const names = [...(await readdir(originals)), 'missing.jpg', '../outside.jpg']
    const store = openStore()
    for (const _ of ['twice', 'said once'])
      for (const name of names) assert.equal(await look(store, name), 'unusable', name)
    const reasons = [
      '../outside.jpg: there is no such file',
      'bomb.png: it has more than 50 megapixels',
      'entities.svg: it is an SVG that declares entities',
      'folder.jpg: there is no such file',
      'half.jpg: it is no picture',
      'labels.svg: it is an SVG with text',
      'large.jpg: it is larger than 30 MB',
      'link.jpg: there is no such file',
      'missing.jpg: there is no such file',
      'page.gif: it is no picture',
      'words.jpg: it is no picture',
    ]
    assert.deepEqual(
      logged.sort().map((line, index) => line.slice(0, reasons[index]?.length)),
      reasons,
    )
    assert.equal(await store.look('nobody-wrote-this.jpg'), 'unusable')
    assert.equal(logged.length, reasons.length, 'a name that a reader types is not logged')
    assert.equal(await store.look('%s.jpg'), 'unusable')
  })

  test('a link inside of the folder is followed, and a changed file is looked at again', async () => {
    await put('first.png', await plain(100, 100).png().toBuffer())
    await symlink('first.png', path.join(originals, 'same.png'))
    const store = openStore()
    const before = await factsOf(store, 'same.png')
    await put('first.png', await plain(200, 100).png().toBuffer())
    const after = await factsOf(store, 'same.png')
    assert.deepEqual([before.width, after.width], [100, 200])
    assert.equal(await store.make({ hash: before.hash, wanted: webp(100) }), 'not-offered')
  })

  test('work that takes too long, or a program that dies, harms one picture only', async () => {
    await put('one.png', await plain(100, 100).png().toBuffer())
    await put('two.png', await plain(110, 100).png().toBuffer())
    assert.equal(await look(openStore({ ...ENOUGH, photoMs: 1 }), 'one.png'), 'unusable')
    assert.deepEqual(logged, ['one.png: it takes too long'])
    const store = openStore()
    const looking = look(store, 'one.png')
    process.kill(await childPid(), 'SIGKILL')
    assert.equal(await looking, 'unusable')
    assert.match(logged[1] ?? '', /^one\.png: it takes too much memory, or it is broken/)
    assert.equal((await factsOf(store, 'two.png')).width, 110)
    now = new Date(now.getTime() + HOUR_MS)
    assert.equal((await factsOf(store, 'one.png')).width, 100, 'the machine is quieter now')
  })

  test('a drawing has a shorter time, and one that takes too long waits for a change of its file', async () => {
    const drawing = (width: number) =>
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 4"><path d="M0 0h${width}v4z"/></svg>`
    await put('chart.svg', drawing(8))
    await put('chart.png', await plain(100, 100).png().toBuffer())
    const store = openStore({ ...ENOUGH, drawingMs: 1 })
    for (const at of [START_AT, new Date(START_AT.getTime() + 30 * HOUR_MS)]) {
      now = at
      assert.equal(await look(store, 'chart.svg'), 'unusable')
      assert.equal((await factsOf(store, 'chart.png')).width, 100)
    }
    assert.deepEqual(asked, ['chart.svg', 'chart.png'], 'it was tried again')
    assert.deepEqual(logged, ['chart.svg: it takes too long'])
    await put('chart.svg', drawing(16))
    await look(store, 'chart.svg')
    assert.equal(asked.at(-1), 'chart.svg', 'the changed file was not tried')
    assert.equal((await factsOf(openStore(), 'chart.svg')).width, 1600)
  })

  test('after the stop no program is left, and nothing is said of a picture that was being made', async () => {
    await put('one.png', await plain(100, 100).png().toBuffer())
    const store = openStore()
    const looking = look(store, 'one.png')
    const pid = await childPid()
    for (const stop of stops) await stop()
    assert.equal(await looking, 'unknown')
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
    assert.equal(await look(store, 'one.png'), 'unknown')
    assert.deepEqual(logged, [])
  })

  test('where nothing can be kept the picture is asked for again later, and the log says why', async () => {
    await put('one.png', await plain(100, 100).png().toBuffer())
    const store = openStore()
    const { hash } = await factsOf(store, 'one.png')
    await rm(path.join(place.path, 'made'), { recursive: true })
    await writeFile(path.join(place.path, 'made'), 'a file in the place of the folder')
    assert.equal(await store.make({ hash, wanted: webp(100) }), 'busy')
    assert.deepEqual(logged, ['one.png: nothing can be written to DATA_DIR'])
    await rm(path.join(place.path, 'made'))
    assert.match(await store.make({ hash, wanted: webp(100) }), /-100\.webp$/)
  })

  test('what was made stays below its limit: the oldest goes, and is made again when it is asked for', async () => {
    await put('one.png', await plain(1000, 1000).png().toBuffer())
    const { hash } = await factsOf(openStore(), 'one.png')
    const made = path.join(place.path, 'made')
    await writeFile(path.join(made, 'abandoned.part'), 'x')
    await writeFile(path.join(made, 'old.webp'), Buffer.alloc(40_000))
    for (const name of ['abandoned.part', 'old.webp']) await utimes(path.join(made, name), 1, 1)
    const store = openStore(undefined, 45_000)
    const file = await store.make({ hash, wanted: jpeg(960) })
    const names = await readdir(made)
    assert.ok(names.includes(path.basename(file)))
    assert.ok(!names.includes('abandoned.part') && !names.includes('old.webp'), names.join())
    assert.equal((await stat(made)).mode & 0o777, 0o700)
  })
})

/** Waits for the program that this process started. */
const childPid = async (): Promise<number> => {
  const deadline = performance.now() + 60_000
  while (performance.now() < deadline) {
    const [pid] = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ')
    if (pid) return Number(pid)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return assert.fail('no program was started')
}
