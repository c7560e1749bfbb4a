import express from 'express';
import { connect, targetOf } from '../src/store/client.js';

// What the product is measured against: a server that does nothing, and opens a database when there is one.
const url = process.env.DATABASE_URL;
const db = url === undefined ? undefined : await connect(await targetOf(url));
const app = express();
app.get('/readyz', async (_request, response) => {
  await db?.hub.count();
  response.json({ ready: true });
});
app.listen(Number(process.env.PORT), '127.0.0.1');
