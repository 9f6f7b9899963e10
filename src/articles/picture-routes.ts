import path from 'node:path'
import { Router } from 'express'
import { Refusal } from '../web/refusal.ts'
import { pathPart, route } from '../web/route.ts'

const NAME = /^[\w-]+\.(svg|jpe?g|png|webp|avif)$/

/** Serves the newsroom's pictures. An SVG opened by itself can run no script and load nothing. */
export const pictureRoutes = (directory: string): Router => {
  const router = Router()
  route(router, '/pictures/:file', {
    get: (request, response) => {
      const file = pathPart(request, 'file')
      if (!NAME.test(file)) throw new Refusal('not-found')
      response.set({
        'cache-control': 'public, max-age=3600',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      })
      return new Promise<void>((resolve, reject) => {
        response.sendFile(path.join(directory, file), { cacheControl: false }, (error) => {
          if (!error) return resolve()
          // The reader closed the connection before the whole picture was sent.
          if (response.headersSent) return resolve()
          response.removeHeader('content-security-policy')
          reject(new Refusal('not-found', {}, { cause: error }))
        })
      })
    },
  })
  return router
}
