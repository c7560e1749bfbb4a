import { randomBytes } from 'node:crypto';
import type { Installation } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { packLink } from '../../src/platforms/slack/installing/install-link.js';
import { createInstallations, type Installations } from '../../src/platforms/slack/installing/installations.js';
import { isCurrent } from '../../src/platforms/slack/installing/sealed.js';
import type { SlackSettings } from '../../src/platforms/slack/settings.js';
import { createSetClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import type { Database } from '../../src/store/client.js';
import { onEachDatabase, type TestDatabase } from '../support/databases.js';
import { quietLog, startRouter } from '../support/router.js';
import { type SlackApi, startSlackApi } from '../support/slack-api.js';

const newKey = (): string => randomBytes(32).toString('base64');
const [key, nextKey] = [newKey(), newKey()];
const start = new Date('2026-09-03T08:00:00+01:00');
const teamUrl = 'https://example-hub.slack.com/';

/** @param hub whose link it came by */
const installationOf = (team: string, token: string, hub?: string): Installation => ({
  team: { id: team, name: `Workspace ${team}` },
  enterprise: undefined,
  user: { token: undefined, scopes: undefined, id: 'U1' },
  bot: { token, scopes: ['chat:write'], id: 'B1', userId: 'UB1' },
  ...(hub !== undefined && { metadata: packLink({ hub, id: newId() }) }),
});

let slack: SlackApi;
let own: string;
let botToken: string;
beforeAll(async () => {
  slack = await startSlackApi([]);
  own = slack.team;
  botToken = slack.token;
});
afterAll(() => slack.stop());

onEachDatabase('installations', (open) => {
  let database: TestDatabase;
  let db: Database;
  let hubId: string;
  let clock: ReturnType<typeof createSetClock>;
  beforeEach(async () => {
    database = await open('example');
    db = database.db;
    hubId = (await startRouter(database, { channel: false })).group.hubId;
    clock = createSetClock(start);
    return () => database.close();
  });

  const create = (settings: Partial<SlackSettings>): Installations =>
    createInstallations({
      db,
      clock,
      log: quietLog,
      settings: { apiUrl: slack.apiUrl, encryptionKeys: [key], ...settings },
    });
  const rows = () => db.installation.findMany({ orderBy: { ref: 'asc' } });
  const addHub = () => db.hub.create({ data: { id: 'other-hub', name: 'Southshire Maths Hub' } });
  const pass = (seconds: number): void => clock.set(new Date(clock.now().getTime() + seconds * 1000));

  describe('one workspace, by the environment’s token', () => {
    it('is asked whose it is once, and belongs to the only hub', async () => {
      const calls = slack.calls.length;
      const installations = create({ botToken });
      expect(slack.calls).toHaveLength(calls);
      const found = await Promise.all([1, 2, 3].map(() => installations.tokenFor(own)));
      for (const one of found) {
        expect(one).toEqual({
          botToken,
          botUserId: slack.bot,
          botId: 'B0EXAMPLE',
          teamUrl,
          hubId,
        });
      }
      pass(3600);
      expect(await installations.tokenFor(own)).toMatchObject({ hubId });
      expect(await installations.teams()).toEqual([own]);
      expect(slack.calls.slice(calls).map(({ method }) => method)).toEqual(['auth.test']);
      expect(await rows()).toMatchObject([{ ref: `slack:${own}`, hubId, name: 'Example Hub', sealed: null }]);
    });

    it('does not speak for another workspace', async () => {
      const installations = create({ botToken });
      expect(await installations.tokenFor('T999')).toBeUndefined();
      expect(await installations.tokenFor(own, 'E1')).toMatchObject({ botToken });
      expect(await rows()).toHaveLength(1);
    });

    it('is asked again after a failure, and says what Slack said', async () => {
      slack.fail('auth.test', { body: { ok: false, error: 'invalid_auth' } });
      const installations = create({ botToken });
      await expect(installations.tokenFor(own)).rejects.toThrow('invalid_auth');
      expect(await rows()).toEqual([]);
      slack.mend('auth.test');
      expect(await installations.tokenFor(own)).toMatchObject({ botToken, hubId });
    });

    it('belongs to nobody where there are two hubs, until somebody says so', async () => {
      await addHub();
      const installations = create({ botToken });
      expect((await installations.tokenFor(own))?.hubId).toBeUndefined();
      await db.installation.update({ where: { ref: `slack:${own}` }, data: { hubId: 'other-hub' } });
      expect(await installations.tokenFor(own)).toMatchObject({ hubId: 'other-hub' });
    });

    it('leaves alone what the installer kept of other workspaces', async () => {
      await create({}).store.storeInstallation(installationOf('T1', 'xoxb-one', hubId));
      const installations = create({ botToken, encryptionKeys: [] });
      expect(await installations.teams()).toEqual([own]);
      expect(await installations.tokenFor('T1')).toBeUndefined();
      expect(await create({ botToken }).teams()).toEqual([own, 'T1']);
      expect(await create({ botToken }).tokenFor('T1')).toMatchObject({ botToken: 'xoxb-one' });
    });

    it('keeps when it was last heard of', async () => {
      const installations = create({ botToken });
      await installations.tokenFor(own);
      await installations.heard(own);
      pass(10);
      await installations.heard(own);
      expect((await rows())[0]?.heardAt).toEqual(start);
      pass(30);
      await installations.heard(own);
      expect((await rows())[0]?.heardAt).toEqual(clock.now());
    });
  });

  describe('many workspaces, by the installer', () => {
    it('keeps each token sealed in its row', async () => {
      const installations = create({});
      await installations.store.storeInstallation(installationOf('T1', 'xoxb-one', hubId));
      await installations.store.storeInstallation(installationOf('T2', 'xoxb-two'));
      expect(await installations.tokenFor('T1')).toEqual({
        botToken: 'xoxb-one',
        botId: 'B1',
        botUserId: 'UB1',
        teamUrl,
        hubId,
      });
      expect(await installations.tokenFor('T2')).toEqual({
        botToken: 'xoxb-two',
        botId: 'B1',
        botUserId: 'UB1',
        teamUrl,
      });
      expect(await installations.tokenFor('T3')).toBeUndefined();
      expect(await installations.teams()).toEqual(['T1', 'T2']);
      expect(JSON.stringify(await rows())).not.toMatch(/xoxb|UB1|chat:write/u);
      const query = { teamId: 'T1', enterpriseId: undefined, isEnterpriseInstall: false } as const;
      expect(await installations.store.fetchInstallation(query)).toMatchObject({ bot: { token: 'xoxb-one' } });
    });

    it('does not open a row that was copied over another', async () => {
      const installations = create({});
      await installations.store.storeInstallation(installationOf('T1', 'xoxb-one', hubId));
      await installations.store.storeInstallation(installationOf('T2', 'xoxb-two', hubId));
      const [first] = await rows();
      await db.installation.update({ where: { ref: 'slack:T2' }, data: { sealed: first?.sealed ?? '' } });
      await expect(create({}).tokenFor('T2')).rejects.toThrow('was changed or damaged');
      expect(await create({}).tokenFor('T1')).toMatchObject({ botToken: 'xoxb-one' });
    });

    it('seals anew with the current key what the previous one had sealed', async () => {
      await create({}).store.storeInstallation(installationOf('T1', 'xoxb-one', hubId));
      await expect(create({ encryptionKeys: [nextKey] }).tokenFor('T1')).rejects.toThrow('ENCRYPTION_KEY_PREVIOUS');
      const keys = [nextKey, key];
      expect(await create({ encryptionKeys: keys }).tokenFor('T1')).toMatchObject({ botToken: 'xoxb-one', hubId });
      expect(isCurrent((await rows())[0]?.sealed ?? '', keys)).toBe(true);
      expect(await create({ encryptionKeys: [nextKey] }).tokenFor('T1')).toMatchObject({ botToken: 'xoxb-one' });
    });

    it('uses a new token at once, and soon one that another process has kept', async () => {
      const [here, there] = [create({}), create({})];
      await here.store.storeInstallation(installationOf('T1', 'xoxb-one', hubId));
      await there.tokenFor('T1');
      await here.store.storeInstallation(installationOf('T1', 'xoxb-new'));
      expect(await here.tokenFor('T1')).toMatchObject({ botToken: 'xoxb-new', hubId });
      pass(30);
      expect(await there.tokenFor('T1')).toMatchObject({ botToken: 'xoxb-new', hubId });
    });

    it('forgets the token when the app is removed, and finds people and channels again afterwards', async () => {
      const installations = create({});
      const group = await db.group.findFirstOrThrow();
      await installations.store.storeInstallation(installationOf('T1', 'xoxb-one', hubId));
      await installations.tokenFor('T1');
      await db.account.create({ data: { ref: 'slack:T1:U5', hubId, name: 'Grace', seenAt: start } });
      await db.channel.create({ data: { ref: 'slack:T1:C5', groupId: group.id, boundAt: start, boundById: 'x' } });
      await installations.remove('T1');
      expect(await installations.tokenFor('T1')).toBeUndefined();
      expect(await rows()).toEqual([]);
      await installations.remove('T1');
      await installations.store.storeInstallation(installationOf('T1', 'xoxb-two', hubId));
      expect(await installations.tokenFor('T1')).toMatchObject({ botToken: 'xoxb-two', hubId });
      expect([await db.account.count(), await db.channel.count()]).toEqual([1, 1]);
    });

    it('does not move a workspace to another hub by a link, and takes nobody along after it was removed', async () => {
      await addHub();
      const installations = create({});
      const group = await db.group.findFirstOrThrow();
      await installations.store.storeInstallation(installationOf('T1', 'xoxb-one', hubId));
      await installations.store.storeInstallation(installationOf('T1', 'xoxb-two', 'other-hub'));
      expect(await installations.tokenFor('T1')).toMatchObject({ botToken: 'xoxb-two', hubId });
      for (const team of ['T1', 'T11']) {
        await db.account.create({ data: { ref: `slack:${team}:U5`, hubId, name: 'Grace', seenAt: start } });
      }
      await db.channel.create({ data: { ref: 'slack:T1:C5', groupId: group.id, boundAt: start, boundById: 'x' } });
      await installations.remove('T1');
      await installations.store.storeInstallation(installationOf('T1', 'xoxb-three', 'other-hub'));
      expect(await installations.tokenFor('T1')).toMatchObject({ hubId: 'other-hub' });
      expect(await db.account.findMany()).toMatchObject([{ ref: 'slack:T11:U5' }]);
      expect(await db.channel.count()).toBe(0);
    });

    it('keeps an organisation’s installation for its workspaces', async () => {
      const installations = create({});
      await installations.store.storeInstallation({
        ...installationOf('unused', 'xoxb-org', hubId),
        team: undefined,
        enterprise: { id: 'E1', name: 'Northshire Trust' },
        isEnterpriseInstall: true,
      } as Installation);
      expect(await installations.tokenFor('T1', 'E1')).toMatchObject({ botToken: 'xoxb-org', hubId });
      expect(await installations.tokenFor('T1', 'E2')).toBeUndefined();
      expect(await installations.tokenFor('T1')).toBeUndefined();
      expect(await rows()).toMatchObject([{ ref: 'slack:E1', name: 'Northshire Trust' }]);
    });
  });
});
