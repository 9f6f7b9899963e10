import { readFileSync } from 'node:fs'
import { Router } from 'express'
import type { ControlNeeds } from '../control/control-routes.ts'
import { checkoutRoutes } from './checkout-routes.ts'
import { homeRoutes } from './home-routes.ts'
import { portalRoutes } from './portal-routes.ts'

type Needs = Pick<ControlNeeds, 'context' | 'deliveries' | 'followers'>

const style = readFileSync(new URL('sandbox.css', import.meta.url))

/** All HTML pages of the sandbox. */
export const pageRoutes = (needs: Needs): Router => {
  const { context, deliveries } = needs
  const router = Router()
  router.get('/sandbox.css', (_request, response) => {
    response.type('css').send(style)
  })
  const sendEvents = () => void deliveries.send()
  router.use(homeRoutes(needs))
  router.use(portalRoutes({ context, sendEvents }))
  router.use(checkoutRoutes({ context, sendEvents }))
  return router
}
