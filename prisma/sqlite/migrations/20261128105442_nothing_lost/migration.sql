-- CreateTable
CREATE TABLE "SentText" (
    "message" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    CONSTRAINT "SentText_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Delivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "hubId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "personId" TEXT,
    "audience" TEXT NOT NULL DEFAULT 'group',
    "chain" TEXT,
    "why" TEXT NOT NULL,
    "unasked" BOOLEAN NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "day" TEXT NOT NULL,
    "sendAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    "missedAt" DATETIME,
    "status" TEXT NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "obstacle" TEXT,
    "message" TEXT,
    "unanswered" BOOLEAN NOT NULL DEFAULT false,
    "claim" TEXT,
    "leaseUntil" DATETIME,
    "sentAt" DATETIME,
    "messageRef" TEXT,
    "notedAt" DATETIME,
    "staleAt" DATETIME,
    "refreshing" TEXT,
    CONSTRAINT "Delivery_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Delivery" ("attempts", "audience", "chain", "claim", "day", "dueAt", "expiresAt", "groupId", "hubId", "id", "key", "kind", "leaseUntil", "message", "messageRef", "obstacle", "personId", "reason", "refreshing", "sendAt", "sentAt", "staleAt", "status", "subjectId", "topic", "unasked", "why") SELECT "attempts", "audience", "chain", "claim", "day", "dueAt", "expiresAt", "groupId", "hubId", "id", "key", "kind", "leaseUntil", "message", "messageRef", "obstacle", "personId", "reason", "refreshing", "sendAt", "sentAt", "staleAt", "status", "subjectId", "topic", "unasked", "why" FROM "Delivery";
DROP TABLE "Delivery";
ALTER TABLE "new_Delivery" RENAME TO "Delivery";
CREATE UNIQUE INDEX "Delivery_key_key" ON "Delivery"("key");
CREATE INDEX "Delivery_status_sendAt_idx" ON "Delivery"("status", "sendAt");
CREATE INDEX "Delivery_hubId_status_sendAt_idx" ON "Delivery"("hubId", "status", "sendAt");
CREATE INDEX "Delivery_hubId_notedAt_idx" ON "Delivery"("hubId", "notedAt");
CREATE INDEX "Delivery_staleAt_idx" ON "Delivery"("staleAt");
CREATE INDEX "Delivery_groupId_topic_subjectId_idx" ON "Delivery"("groupId", "topic", "subjectId");
CREATE INDEX "Delivery_personId_day_idx" ON "Delivery"("personId", "day");
CREATE INDEX "Delivery_message_idx" ON "Delivery"("message");
CREATE INDEX "Delivery_messageRef_idx" ON "Delivery"("messageRef");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "SentText_groupId_idx" ON "SentText"("groupId");

-- CreateIndex
CREATE INDEX "Group_carriesOnId_idx" ON "Group"("carriesOnId");
