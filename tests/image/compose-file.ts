import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { projectFile } from '../../src/platform/project-files.ts'

const healthCheck = z.object({ test: z.array(z.string()).min(2) })

const schema = z.object({
  services: z.object({
    mainstay: z.object({
      build: z.string(),
      env_file: z.string(),
      environment: z.record(z.string(), z.string()),
      volumes: z.array(z.string()),
      depends_on: z.record(z.string(), z.object({ condition: z.literal('service_healthy') })),
      read_only: z.boolean(),
      tmpfs: z.array(z.string()),
      cap_drop: z.array(z.string()),
      security_opt: z.array(z.string()),
    }),
    postgres: z.object({ environment: z.record(z.string(), z.string()), healthcheck: healthCheck }),
    redis: z.object({ command: z.array(z.string()), healthcheck: healthCheck }),
  }),
})

export type ComposeServices = z.infer<typeof schema>['services']

/** Reads the parts of config/compose.yaml that tests use. */
export const readCompose = async (): Promise<ComposeServices> =>
  schema.parse(parse(await readFile(projectFile('config', 'compose.yaml'), 'utf8'))).services

/** Returns the server's confinement as parameters of `docker run`. */
export const confinementFlags = ({ mainstay }: ComposeServices): string[] => [
  ...(mainstay.read_only ? ['--read-only'] : []),
  ...mainstay.tmpfs.flatMap((place) => ['--tmpfs', place]),
  ...mainstay.cap_drop.flatMap((name) => ['--cap-drop', name]),
  ...mainstay.security_opt.flatMap((option) => ['--security-opt', option]),
]

/** Returns the parameters of redis-server. */
export const redisParameters = ({ redis }: ComposeServices): string[] => redis.command.slice(1)
