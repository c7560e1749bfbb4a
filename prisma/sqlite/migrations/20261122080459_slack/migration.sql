-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN "obstacle" TEXT;
ALTER TABLE "Delivery" ADD COLUMN "refreshing" TEXT;

-- AlterTable
ALTER TABLE "LocalMessage" ADD COLUMN "underId" INTEGER;

-- AlterTable
ALTER TABLE "Person" ADD COLUMN "pausedFrom" TEXT;
ALTER TABLE "Person" ADD COLUMN "pausedUntil" TEXT;

-- CreateTable
CREATE TABLE "Contribution" (
    "groupId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "messages" INTEGER NOT NULL DEFAULT 0,
    "replies" INTEGER NOT NULL DEFAULT 0,

    PRIMARY KEY ("groupId", "personId", "day"),
    CONSTRAINT "Contribution_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Contribution_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Question" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "url" TEXT,
    "askedAt" DATETIME NOT NULL,
    "repliedAt" DATETIME,
    CONSTRAINT "Question_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Question_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "StaleMark" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "groupId" TEXT NOT NULL,
    "kinds" TEXT NOT NULL,
    "subjectId" TEXT
);

-- CreateTable
CREATE TABLE "Installation" (
    "ref" TEXT NOT NULL PRIMARY KEY,
    "hubId" TEXT,
    "name" TEXT NOT NULL,
    "sealed" TEXT,
    "installedAt" DATETIME NOT NULL,
    "heardAt" DATETIME,
    CONSTRAINT "Installation_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Channel" (
    "ref" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "boundAt" DATETIME NOT NULL,
    "boundById" TEXT NOT NULL,
    CONSTRAINT "Channel_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Account" (
    "ref" TEXT NOT NULL PRIMARY KEY,
    "hubId" TEXT NOT NULL,
    "personId" TEXT,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "direct" TEXT,
    "welcomedAt" DATETIME,
    "guest" BOOLEAN NOT NULL DEFAULT false,
    "seenAt" DATETIME NOT NULL,
    CONSTRAINT "Account_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Question_ref_key" ON "Question"("ref");

-- CreateIndex
CREATE INDEX "Question_groupId_repliedAt_idx" ON "Question"("groupId", "repliedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Channel_groupId_key" ON "Channel"("groupId");

-- CreateIndex
CREATE INDEX "Account_personId_idx" ON "Account"("personId");

-- CreateIndex
CREATE INDEX "Account_hubId_idx" ON "Account"("hubId");
