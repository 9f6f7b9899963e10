import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  picturesIn,
  withAbsoluteAddresses,
  withResponsivePictures,
} from '../../../src/articles/pictures/article-pictures.ts'
import type { FindPicture } from '../../../src/articles/pictures/picture.ts'
import { renderMarkdown } from '../../../src/web/page/markdown.ts'

const HASH = '0123456789abcdef0123'
const find: FindPicture = (name) => {
  if (name === 'photo.jpg') return { hash: HASH, width: 2000, height: 1000, isGif: false }
  if (name === 'sign.png') return { hash: HASH, width: 300, height: 200, isGif: false }
  if (name === 'loop.gif') return { hash: HASH, width: 50, height: 40, isGif: true }
  return name === 'late.jpg' ? 'unknown' : 'unusable'
}
const image = (name: string, alt = 'A "quay" > a pier') =>
  `<p><img src="/pictures/${name}" alt="${alt.replaceAll('"', '&quot;').replaceAll('>', '&gt;')}" loading="lazy" /></p>`

test('a picture of the text gets WebP and JPEG in all widths, its size, and keeps its alt text', () => {
  const html = withResponsivePictures(image('photo.jpg'), find)
  assert.match(
    html,
    /<picture><source type="image\/webp" srcset="[^"]*-320\.webp 320w,[^"]*-1600\.webp 1600w"/,
  )
  assert.match(html, /<img src="\/pictures\/0123456789abcdef0123-960\.jpg" srcset="[^"]*-640\.jpg 640w/)
  assert.match(html, /alt="A &quot;quay&quot; &gt; a pier" width="2000" height="1000" loading="lazy"/)
  assert.equal([...html.matchAll(/sizes="\(min-width: 44rem\) 665px, /g)].length, 2)
})

test('a small picture is not enlarged, a GIF stays as it is', () => {
  assert.match(withResponsivePictures(image('sign.png'), find), /sizes="\(min-width: 300px\) 300px, 100vw"/)
  const gif = withResponsivePictures(image('loop.gif'), find)
  assert.match(gif, /<img src="\/pictures\/0123456789abcdef0123\.gif" alt="[^"]*" width="50" height="40"/)
  assert.doesNotMatch(gif, /srcset|<picture>/)
})

test('in place of an unusable picture stands its alt text; one nothing is known of stays', () => {
  assert.equal(
    withResponsivePictures(image('gone.jpg', 'A <b> & c'.replaceAll('<', '&lt;')), find),
    '<p><span class="no-picture">A &lt;b&gt; & c</span></p>',
  )
  assert.equal(withResponsivePictures(image('gone.jpg', ''), find), '<p></p>')
  assert.equal(withResponsivePictures(image('late.jpg'), find), image('late.jpg'))
})

test('what Markdown renders is understood', () => {
  const html = renderMarkdown('Text ![a "b" > c](photo.jpg) and ![](sign.png)', 'en')
  assert.deepEqual(picturesIn(html), ['photo.jpg', 'sign.png'])
  assert.equal([...withResponsivePictures(html, find).matchAll(/<picture>/g)].length, 2)
})

test('outside of our site, pictures are JPEG and every address is absolute', () => {
  const html = withAbsoluteAddresses(
    `${image('photo.jpg')}<a href="/articles/x">x</a><a title="t" href="#note">1</a><a href="https://other.example/">o</a>`,
    { origin: 'https://news.example', link: 'https://news.example/articles/y', find },
  )
  assert.match(
    html,
    /<img src="https:\/\/news\.example\/pictures\/\w+-960\.jpg" alt="[^"]+" width="960" height="480" \/>/,
  )
  assert.match(html, /<a href="https:\/\/news\.example\/articles\/x">/)
  assert.match(html, /href="https:\/\/news\.example\/articles\/y#note"/)
  assert.match(html, /href="https:\/\/other\.example\/"/)
})
