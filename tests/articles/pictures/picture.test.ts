import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  isOffered,
  isPictureName,
  type PictureForm,
  parsePictureAddress,
  pictureAddress,
  pictureNameOf,
  plainPicture,
  widthsOf,
} from '../../../src/articles/pictures/picture.ts'

const HASH = '0123456789abcdef0123'
const facts = (width: number, height: number, isGif = false) => ({ hash: HASH, width, height, isGif })

test('a picture is offered in the widths below its own, and in its own', () => {
  assert.deepEqual(widthsOf(facts(4000, 3000)), [320, 480, 640, 960, 1280, 1600])
  assert.deepEqual(widthsOf(facts(700, 500)), [320, 480, 640, 700])
  assert.deepEqual(widthsOf(facts(100, 80)), [100])
  assert.deepEqual(widthsOf(facts(800, 20_000)), [320, 480, 640], 'WebP has a largest height')
  assert.deepEqual(widthsOf(facts(10, 40_000)), [])
})

test('the address of each form is read back, and nothing else is one', () => {
  const forms: PictureForm[] = [
    { form: 'width', width: 640, format: 'webp' },
    { form: 'width', width: 96, format: 'jpg' },
    { form: 'preview' },
    { form: 'card' },
    { form: 'icon' },
    { form: 'gif' },
  ]
  for (const wanted of forms) {
    const file = pictureAddress(HASH, wanted).slice('/pictures/'.length)
    assert.deepEqual(parsePictureAddress(file), { hash: HASH, wanted }, file)
  }
  for (const file of [
    'photo.jpg',
    `${HASH}.jpg`,
    `${HASH}-0640.webp`,
    `${HASH}-640.png`,
    `${HASH}-preview.webp`,
    `${HASH}-icon.jpg`,
    `${HASH}-640.gif`,
    `${HASH.toUpperCase()}-640.webp`,
    `../${HASH}-640.webp`,
  ])
    assert.equal(parsePictureAddress(file), null, file)
})

test('only offered widths are made, and a GIF has its own form only', () => {
  const offered = (width: number) => isOffered(facts(1000, 500), { form: 'width', width, format: 'webp' })
  assert.deepEqual([320, 1000, 999, 1280].map(offered), [true, true, false, false])
  assert.equal(isOffered(facts(1000, 500), { form: 'gif' }), false)
  assert.equal(isOffered(facts(1000, 500, true), { form: 'gif' }), true)
  assert.equal(isOffered(facts(1000, 500, true), { form: 'width', width: 320, format: 'jpg' }), false)
})

test('programs that choose no width get a JPEG of middle width with its own size', () => {
  assert.deepEqual(plainPicture(facts(4000, 3000)), {
    src: `/pictures/${HASH}-960.jpg`,
    width: 960,
    height: 720,
  })
  assert.equal(plainPicture(facts(100, 80)).src, `/pictures/${HASH}-100.jpg`)
  assert.equal(plainPicture(facts(100, 80, true)).src, `/pictures/${HASH}.gif`)
})

test('names with spaces, other alphabets, capital endings and folders are names; ways out are not', () => {
  for (const name of ['a.jpg', 'Фото дня.JPG', 'a b (1).Png', '2024/май/é.webp', 'x.HEIC'])
    assert.ok(isPictureName(name), name)
  for (const name of [
    '../a.jpg',
    'a/../../b.jpg',
    '/etc/a.jpg',
    'a//b.jpg',
    'a\\b.jpg',
    'a\0.jpg',
    '.hidden.jpg',
    'newsroom.yaml',
    'a.jpg.html',
    '',
  ])
    assert.equal(isPictureName(name), false, name)
  assert.equal(pictureNameOf('/pictures/%D0%A4%20%C3%A9.JPG?x=1'), 'Ф é.JPG')
  for (const source of ['/pictures/..%2fa.jpg', '/pictures/%E0%A4%A.jpg', '/other/a.jpg', 'a.jpg', ''])
    assert.equal(pictureNameOf(source), null, source)
})
