import path from 'node:path'
import { type Response, Router } from 'express'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { parsePictureAddress, plainPicture, type WantedPicture } from './picture.ts'
import { findIcon } from './picture-icon.ts'
import type { PictureStore } from './picture-store.ts'

type Needs = {
  pictures: Pick<PictureStore, 'describe' | 'look' | 'hasName' | 'make'>
  /** False for a picture that no page shows: its name can be guessed, and its address may have been kept. */
  isShown: (name: string) => boolean
}

/** Serves what was made of the newsroom's pictures. An original leads to a JPEG of it and is never sent. */
export const pictureRoutes = ({ pictures, isShown }: Needs): Router => {
  const router = Router()
  route(router, '/pictures/*file', {
    get: async (request, response) => {
      const file = nameIn(request.params['file'])
      const wanted = parsePictureAddress(file)
      if (!wanted && !isShown(file)) throw new Refusal('not-found')
      if (!wanted) return leadToJpeg(pictures, file, response)
      if (!(await pictures.hasName(wanted.hash, isShown))) throw new Refusal('not-found')
      await send(pictures, wanted, response.set('cache-control', 'public, max-age=31536000, immutable'))
    },
  })
  route(router, '/icon.png', {
    get: async (_request, response) => {
      const icon = await findIcon(pictures)
      if (!icon) throw new Refusal('not-found')
      const wanted = { hash: icon.hash, wanted: { form: 'icon' } } as const
      await send(pictures, wanted, response.set('cache-control', 'public, max-age=3600'))
    },
  })
  return router
}

// Readers of feeds and previews of links show pictures on other sites.
const EVERYWHERE = { 'cross-origin-resource-policy': 'cross-origin' }

const nameIn = (parts: string | readonly string[] | undefined): string =>
  typeof parts === 'string' ? parts : (parts ?? []).join('/')

const busy = () => new Refusal('busy', { 'Retry-After': '5' })

const leadToJpeg = async (pictures: Needs['pictures'], name: string, response: Response): Promise<void> => {
  const state = await pictures.look(name)
  if (state === 'unknown') throw busy()
  if (state === 'unusable') throw new Refusal('not-found')
  response
    .set({ ...EVERYWHERE, 'cache-control': 'public, max-age=300' })
    .redirect(302, plainPicture(state).src)
}

const send = async (
  pictures: Needs['pictures'],
  wanted: WantedPicture,
  response: Response,
): Promise<void> => {
  const file = await pictures.make(wanted)
  if (file === 'busy') throw busy()
  if (file === 'not-offered') throw new Refusal('not-found')
  response.set({
    'content-security-policy': "default-src 'none'; sandbox",
    ...EVERYWHERE,
  })
  await new Promise<void>((resolve, reject) => {
    const options = { cacheControl: false, lastModified: false, dotfiles: 'allow' } as const
    response.type(path.extname(file)).sendFile(file, options, (error) => {
      if (!error) return resolve()
      // The reader closed the connection before the whole picture was sent.
      if (response.headersSent) return resolve()
      response.removeHeader('content-security-policy')
      reject(new Refusal('not-found', {}, { cause: error }))
    })
  })
}
