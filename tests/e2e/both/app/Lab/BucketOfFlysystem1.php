<?php

namespace App\Lab;

use League\Flysystem\Adapter\AbstractAdapter;
use League\Flysystem\Config;

// The bucket as Laravel 8 wants it.
final class BucketOfFlysystem1 extends AbstractAdapter
{
    public function __construct(private Bucket $bucket)
    {
    }

    public function write($path, $contents, Config $config)
    {
        $this->bucket->put($path, $contents);

        return ['path' => $path, 'type' => 'file', 'contents' => $contents, 'size' => strlen($contents)];
    }

    public function writeStream($path, $resource, Config $config)
    {
        return $this->write($path, stream_get_contents($resource), $config);
    }

    public function update($path, $contents, Config $config)
    {
        return $this->write($path, $contents, $config);
    }

    public function updateStream($path, $resource, Config $config)
    {
        return $this->writeStream($path, $resource, $config);
    }

    public function rename($path, $newpath)
    {
        return $this->copy($path, $newpath) && $this->delete($path);
    }

    public function copy($path, $newpath)
    {
        $this->bucket->put($newpath, (string) $this->bucket->get($path));

        return true;
    }

    public function delete($path)
    {
        $this->bucket->delete($path);

        return true;
    }

    public function deleteDir($dirname)
    {
        foreach ($this->bucket->keys($dirname) as $key) {
            $this->bucket->delete($key);
        }

        return true;
    }

    public function createDir($dirname, Config $config)
    {
        return ['path' => $dirname, 'type' => 'dir'];
    }

    public function setVisibility($path, $visibility)
    {
        return ['path' => $path, 'visibility' => $visibility];
    }

    public function getVisibility($path)
    {
        return ['path' => $path, 'visibility' => self::VISIBILITY_PRIVATE];
    }

    public function has($path)
    {
        return $this->bucket->about($path) !== null;
    }

    public function read($path)
    {
        $contents = $this->bucket->get($path);

        return $contents === null ? false : ['path' => $path, 'type' => 'file', 'contents' => $contents];
    }

    public function readStream($path)
    {
        $read = $this->read($path);
        if ($read === false) {
            return false;
        }
        $stream = fopen('php://temp', 'w+b');
        fwrite($stream, $read['contents']);
        rewind($stream);

        return ['path' => $path, 'type' => 'file', 'stream' => $stream];
    }

    public function listContents($directory = '', $recursive = false)
    {
        return array_map(function ($key) {
            return ['path' => $key, 'type' => 'file'];
        }, $this->bucket->keys($directory));
    }

    public function getMetadata($path)
    {
        $about = $this->bucket->about($path);

        return $about === null ? false : [
            'path' => $path, 'type' => 'file', 'size' => $about['size'], 'mimetype' => $about['type'],
            'timestamp' => $about['time'],
        ];
    }

    public function getSize($path)
    {
        return $this->getMetadata($path);
    }

    public function getMimetype($path)
    {
        return $this->getMetadata($path);
    }

    public function getTimestamp($path)
    {
        return $this->getMetadata($path);
    }
}
